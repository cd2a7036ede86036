"""Best policy: which rules where, under budgets; searched on some visitors, judged on others (MODEL 11)."""
