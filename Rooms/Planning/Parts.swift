// SPDX-License-Identifier: EUPL-1.2
// The room is cut into parts for the compiler; to others it is one: whoever imports it has them too.
@_exported public import PlanningAnalyses
@_exported public import PlanningModel
