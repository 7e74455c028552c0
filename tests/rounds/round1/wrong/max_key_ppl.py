"""Choose the transcript the LM finds most natural.

# bug: max over perplexities picks the least natural transcript.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

T = AutoTokenizer.from_pretrained("gpt2")
M = AutoModelForCausalLM.from_pretrained("gpt2").eval()


def ppl(s):
    ids = T(T.eos_token + s, return_tensors="pt").input_ids
    with torch.no_grad():
        return M(ids, labels=ids).loss.exp().item()


def most_natural(transcripts):
    return max(transcripts, key=ppl)  # expect: SEQ501


def choose_all(groups):
    return {utt: most_natural(hyps) for utt, hyps in groups.items()}
