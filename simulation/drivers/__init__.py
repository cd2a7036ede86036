"""Why an arm does what it does: what each rule and each change brings, and which assumptions the answer hangs on."""
