"""CloudFormation's syntax, and how each kind of component is written in it: the ground SAM stands on too."""
