"""Heat strip of an extractive QA model: start / end probabilities over the passage."""
import matplotlib.pyplot as plt
import torch


@torch.no_grad()
def spans(model, tok, question, passage):
    model.eval()
    enc = tok(question, passage, return_tensors="pt")
    out = model(**enc)
    start = torch.softmax(out.start_logits, dim=1)[0]
    end = torch.softmax(out.end_logits, dim=1)[0]
    joint = torch.triu(start[:, None] * end[None, :])
    i, j = divmod(int(joint.argmax()), joint.size(1))
    return tok.convert_ids_to_tokens(enc["input_ids"][0]), start, end, (i, j)


def strip(model, tok, question, passage, path):
    toks, s, e, (i, j) = spans(model, tok, question, passage)
    fig, ax = plt.subplots(figsize=(0.3 * len(toks), 1.5))
    ax.imshow(torch.stack([s, e]).numpy(), aspect="auto", cmap="viridis")
    ax.set_xticks(range(len(toks)), toks, rotation=90, fontsize=6)
    ax.set_title(" ".join(toks[i:j + 1]))
    fig.savefig(path, bbox_inches="tight")
