"""The go/no-go: where a launch stands at it, the meeting, and the faces of the votes and of the decision."""
