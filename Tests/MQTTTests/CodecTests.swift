// SPDX-License-Identifier: EUPL-1.2
import MQTT
import Testing

@Suite struct CodecTests {}
