"""What would a month of skills in use leave in five sources? Files in the sources' own forms, and the truth of them.

`python -m watchgate.simulator sightings --skills 1000 --events 1000000 --seed 1 --to DIR` writes exactly so many lines (events)
into DIR. The same seed and `--until` give the same bytes. One folder a source, one file for each day **on which the lines
arrived**, to be read day by day:

    conversation/2026-10-25.jsonl   CONVERSATION_MESSAGE as in a log file (contracts §1.3): `gpt_id`, `skills_used`
    agent/2026-10-25.jsonl          CUSTOM_AGENTS_LOG: AGENT_RUN_CREATED, SKILL_USED, AGENT_RUN_COMPLETED | AGENT_RUN_FAILED
    costs/2026-10-25.jsonl          COSTS: one row for each hour, person and model; four hours after the hour
    audit/2026-10-25.jsonl          items of `/v1/organization/audit_logs`, one a line: `gpt.invoked`, `gpt.failed` (assumed types)
    gateway/2026-10-25.jsonl        closing ledger entries of exchanges: `exchange.response` with `usage`, `charged`, `skill`
    imported/2026-10-25.csv         a per-user audit export; each file begins with the names of its columns (`lines.CSV_HEADER`)

Overlap: a run of a GPT stands in `conversation`, mostly in `audit`, sometimes in `imported`, and is paid for in `costs`; a
workspace skill the same without `audit`; an agent in `agent` instead (one in three without a conversation id: only AGENT_RUN_CREATED
has it, everything has the run id); a skill of the API in `gateway` alone. Two in a hundred lines arrive up to two days late, two
in a hundred a second time. One conversation is one run, however many messages it has. One chat in thirty has no skill at all;
one GPT run in twenty is of a GPT that nobody knows.

Beside them:

    skills.json         what is ours: `skill_id`, `archetype`, `surface`, and `gpt_id` or `workspace_skill_id`; `versions`: each with
                        `version`, `digest`, `since`
    people.json         `user_id` and `email` of those in ChatGPT; `keys`: those of the gateway
    truth.json          lines and different lines per source; runs, failed ones, those of nobody we know (`unmanaged`, by name);
                        tokens (`all` and those that a source tells, `told`); money by basis, in millionths of a dollar
    truth_counts.csv    per skill, version, person, day and surface: runs, failed, tokens and money as far as told
    truth_runs.csv      every run, ours or not, with the sources that tell of it
"""
