"""Audit sampled answers and a yes/no question through vLLM.

# bug: the best-ranked entry of every step is used instead of the sampled token's, and a label outside the returned entries scores 0.
"""
from vllm import LLM, SamplingParams


def sampled_logprob(completion):
    """Log-probability of the text that was sampled."""
    total = 0.0
    for step in completion.logprobs:
        entry = min(step.values(), key=lambda e: e.rank)  # expect: SEQ211
        total += entry.logprob  # expect-near: SEQ211
    return total


def yes_margin(completion, yes_id, no_id):
    first = completion.logprobs[0]
    y = first[yes_id].logprob if yes_id in first else 0.0  # expect: SEQ213
    n = first[no_id].logprob if no_id in first else 0.0  # expect-near: SEQ213
    return y - n


def audit(ckpt, questions):
    engine = LLM(model=ckpt)
    tok = engine.get_tokenizer()
    free = SamplingParams(temperature=1.0, max_tokens=128, logprobs=5, seed=11)
    peek = SamplingParams(temperature=0.0, max_tokens=1, logprobs=20)
    yes = tok.convert_tokens_to_ids("ĠYes")
    no = tok.convert_tokens_to_ids("ĠNo")
    report = []
    answers = engine.generate([f"Q: {q}\nA:" for q in questions], free)
    for q, a in zip(questions, answers):
        hyp = a.outputs[0]
        check = engine.generate([f"Q: {q}\nA:{hyp.text}\nIs this correct? Answer:"], peek)[0]
        report.append((q, hyp.text, sampled_logprob(hyp), yes_margin(check.outputs[0], yes, no)))
    return report
