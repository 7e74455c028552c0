"""Decide whether a grammar correction improves a sentence (text-generation-inference backend).

# bug: the source's summed log-probability is compared with the edit's mean.
# bug: token probabilities are rounded to three digits before the surprisal is computed from them.
"""
import math

from huggingface_hub import InferenceClient

client = InferenceClient("http://127.0.0.1:8080")


def prefill_logprobs(text):
    out = client.text_generation(text, details=True, decoder_input_details=True, max_new_tokens=1)
    return [t.logprob for t in out.details.prefill if t.logprob is not None]


def improves(source, edit, margin=0.0):
    src = prefill_logprobs(source)
    new = prefill_logprobs(edit)
    if not src or not new:
        return False
    before = sum(src)  # expect-near: SEQ503
    after = sum(new) / len(new)  # expect-near: SEQ503
    return after > before + margin  # expect: SEQ503


def database_row(text):
    lps = prefill_logprobs(text)
    probs = [round(math.exp(v), 3) for v in lps]  # expect: SEQ504
    surprisal = [-math.log2(p) if p else math.inf for p in probs]  # expect-near: SEQ504
    hardest = max(range(len(surprisal)), key=surprisal.__getitem__) if surprisal else None
    return {"text": text, "surprisal": surprisal, "hardest": hardest}


def select(pairs):
    chosen = []
    for source, edits in pairs:
        good = [e for e in edits if improves(source, e)]
        chosen.append(good[0] if good else source)
    return chosen
