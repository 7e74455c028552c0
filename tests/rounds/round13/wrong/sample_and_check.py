"""Draw answers, keep the log-probability that the language model gives to each, and compare with the reference.

# bug: the scores come out of temperature and nucleus filtering, yet are saved as the model's own log-probability
# bug: the reference's confidence takes the best token of each place instead of the reference token
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-410m"
tok = AutoTokenizer.from_pretrained(NAME)
net = AutoModelForCausalLM.from_pretrained(NAME)
net.eval()


def draw(question, n=8):
    """Texts and, for each, log p(answer | question) under the model."""
    enc = tok(question, return_tensors="pt")
    out = net.generate(
        **enc,
        do_sample=True,
        temperature=0.6,
        top_p=0.9,
        num_return_sequences=n,
        max_new_tokens=48,
        pad_token_id=tok.eos_token_id,
        output_scores=True,
        return_dict_in_generate=True,
    )
    new = out.sequences[:, enc.input_ids.shape[1]:]
    dist = torch.stack(out.scores, dim=1).float().log_softmax(-1)  # expect: SEQ110
    each = dist.gather(2, new.unsqueeze(2)).squeeze(2)  # expect-near: SEQ110
    stop = (new == tok.eos_token_id).long()
    live = (stop.cumsum(1) - stop) == 0
    total = each.masked_fill(~live, 0.0).sum(1)
    return tok.batch_decode(new, skip_special_tokens=True), total.tolist()


@torch.no_grad()
def reference_confidence(ids, start):
    """Geometric mean of the probabilities of the reference tokens ids[0, start:]."""
    z = net(ids).logits[0, start - 1 : -1].float()
    return z.log_softmax(-1).amax(-1).mean().exp().item()  # expect: SEQ204


if __name__ == "__main__":
    for text, lp in zip(*draw("Q: What is the capital of Chad?\nA:")):
        print(f"{lp:9.3f}  {text!r}")
