"""Zero-shot stance from a causal LM: log P(word | prompt) over all pieces of each verbaliser.

classify() returns shares relative to the three words, not probabilities over the vocabulary.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

VERB = {"favor": " supportive", "against": " antagonistic", "none": " noncommittal"}


@torch.no_grad()
def verb_logp(lm, tk, prompt, word):
    enc = tk(prompt + word, return_offsets_mapping=True)
    first = next(i for i, (_, e) in enumerate(enc["offset_mapping"]) if e > len(prompt))
    ids = torch.tensor(enc["input_ids"])
    lp = lm(ids[None]).logits[0].float().log_softmax(-1)
    return lp[first - 1 : -1].gather(1, ids[first:, None]).sum().item()


def classify(lm, tk, tweet, topic):
    prompt = f"Tweet: {tweet}\nStance towards {topic}:"
    lls = torch.tensor([verb_logp(lm, tk, prompt, w) for w in VERB.values()])
    rel = lls.softmax(0)
    return dict(zip(VERB, rel.tolist()))


if __name__ == "__main__":
    n = "EleutherAI/pythia-410m"
    print(classify(AutoModelForCausalLM.from_pretrained(n).eval(), AutoTokenizer.from_pretrained(n), "Plant more trees!", "climate action"))
