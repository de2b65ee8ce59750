// SPDX-License-Identifier: EUPL-1.2
package import Metering
import Wire

extension PowerDocument {
    /// Quarter hours of a day that rest on an estimate (§40a(2) EnWG).
    package struct Estimate: Sendable, Hashable {
        /// By which rule, and with what.
        package enum Grounds: Sendable, Hashable {
            /// The mean of these days of the same weekday.
            case likeDays([CivilDay])
            /// What plants of so many watts together made, by the size of this one.
            case otherPlants(size: Int, of: Int)
        }

        /// The plant whose power is estimated; empty for the recipient's own point.
        package let plant: String
        package let day: CivilDay
        package let slots: Int
        package let wattHours: Int
        package let grounds: Grounds

        package init(plant: String, day: CivilDay, slots: Int, wattHours: Int, grounds: Grounds) {
            (self.plant, self.day, self.slots) = (plant, day, slots)
            (self.wattHours, self.grounds) = (wattHours, grounds)
        }

        init?(_ value: JSONObject) {
            guard let day = CivilDay(value.text("day")), let slots = value.whole("slots"),
                let wattHours = value.whole("wattHours")
            else { return nil }
            switch value.text("rule") {
            case "like-days":
                let days = (value["days"]?.array ?? []).compactMap { $0.string.flatMap { CivilDay($0) } }
                grounds = .likeDays(days)
            case "other-plants":
                grounds = .otherPlants(size: value.whole("watts") ?? 0, of: value.whole("ofWatts") ?? 0)
            default: return nil
            }
            (plant, self.day, self.slots, self.wattHours) = (value.text("plant"), day, slots, wattHours)
        }

        var value: JSONValue {
            var object: JSONObject = [
                "plant": .string(plant), "day": .string("\(day)"), "slots": JSONValue(slots),
                "wattHours": JSONValue(wattHours),
            ]
            switch grounds {
            case .likeDays(let days):
                object["rule"] = "like-days"
                object["days"] = .array(days.map { .string("\($0)") })
            case .otherPlants(let size, let whole):
                object["rule"] = "other-plants"
                object["watts"] = JSONValue(size)
                object["ofWatts"] = JSONValue(whole)
            }
            return .object(object)
        }
    }
}
