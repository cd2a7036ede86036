"""From event logs to fitted parameters, and the judgement of the fit."""
