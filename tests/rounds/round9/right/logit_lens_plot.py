"""Logit difference (indirect object minus subject) by layer, IOI prompts."""
import matplotlib.pyplot as plt
import torch
from transformer_lens import HookedTransformer


@torch.no_grad()
def layer_diffs(model, prompt, correct, other):
    """z(correct) - z(other) at the last position, read from each layer's residual stream."""
    a, b = model.to_single_token(correct), model.to_single_token(other)
    _, cache = model.run_with_cache(prompt)
    diffs = []
    for layer in range(model.cfg.n_layers):
        resid = cache["resid_post", layer][0, -1]
        z = model.unembed(model.ln_final(resid[None, None]))[0, 0]
        diffs.append((z[a] - z[b]).item())
    return diffs


@torch.no_grad()
def attention_map(model, prompt, layer, head, path):
    tokens = model.to_str_tokens(prompt)
    _, cache = model.run_with_cache(prompt)
    pattern = cache["attn_scores", layer][0, head].softmax(dim=-1)
    plt.imshow(pattern.cpu(), vmin=0, vmax=1)
    plt.xticks(range(len(tokens)), tokens, rotation=90)
    plt.yticks(range(len(tokens)), tokens)
    plt.savefig(path, bbox_inches="tight")
    plt.close()


if __name__ == "__main__":
    gpt2 = HookedTransformer.from_pretrained("gpt2-small")
    text = "When Mary and John went to the store, John gave a drink to"
    plt.plot(layer_diffs(gpt2, text, " Mary", " John"), marker="o")
    plt.xlabel("layer")
    plt.savefig("ioi.png")
    plt.close()
    attention_map(gpt2, text, 9, 9, "head_9_9.png")
