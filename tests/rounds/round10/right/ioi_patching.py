"""Activation patching on indirect-object identification: logit difference per layer."""
import torch
from transformer_lens import HookedTransformer, utils


def logit_diff(logits, io, subj):
    last = logits[:, -1]
    rows = torch.arange(last.shape[0])
    return (last[rows, io] - last[rows, subj]).mean()


@torch.no_grad()
def sweep(model: HookedTransformer, clean, corrupt, io, subj):
    """clean and corrupt: token tensors of one template, hence of equal length."""
    base, cache = model.run_with_cache(clean)
    bad = model(corrupt)
    lo, hi = logit_diff(bad, io, subj), logit_diff(base, io, subj)
    rec = []
    for layer in range(model.cfg.n_layers):
        name = utils.get_act_name("resid_pre", layer)

        def put(act, hook):
            act[:, -1] = cache[hook.name][:, -1]
            return act

        out = model.run_with_hooks(corrupt, fwd_hooks=[(name, put)])
        rec.append(((logit_diff(out, io, subj) - lo) / (hi - lo)).item())
    return rec
