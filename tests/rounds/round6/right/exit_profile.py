"""KL(final || early exit) per layer and the entropy of the top-k head."""
import torch
import torch.nn.functional as F


def read_out(model, h):
    return model.lm_head(h).float()


@torch.no_grad()
def profile(model, ids, layers=(4, 8, 12, 16), k=50):
    hs = model(ids, output_hidden_states=True).hidden_states
    final = F.log_softmax(read_out(model, hs[-1][:, -1]), dim=-1)
    kl = {}
    for l in layers:
        early = F.log_softmax(read_out(model, model.model.norm(hs[l][:, -1])), dim=-1)
        kl[l] = F.kl_div(early, final, reduction="batchmean", log_target=True).item()
    cut = final.topk(k, dim=-1).values[:, -1:]
    q = torch.softmax(final.masked_fill(final < cut, float("-inf")), dim=-1)
    return kl, torch.special.entr(q).sum(-1).item()
