"""What each command does and says, without the command line: click stays in builder/cli."""
