"""KL(reference || quantised) per position, both in log space."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def quant_kl(reference, quantised, ids):
    reference.eval(), quantised.eval()
    ref = F.log_softmax(reference(ids).logits[0].float(), dim=-1)
    qnt = F.log_softmax(quantised(ids).logits[0].float(), dim=-1)
    return F.kl_div(qnt, ref, reduction="none", log_target=True).sum(-1)
