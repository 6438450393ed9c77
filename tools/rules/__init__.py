"""Our own rules, checked on the syntax tree. One module a rule; `# rule-skip: name` on the line is the escape, with a reason."""
