"""Post-processing of a detection transformer.

Wrong: softmax of a three-dimensional tensor without dim normalises over the batch. Found four times in one library.
"""
import torch.nn.functional as F


def post_process(outputs, use_focal_loss):
    out_logits = outputs.logits
    if use_focal_loss:
        return out_logits.flatten(1).topk(300, dim=-1)
    return F.softmax(out_logits)[:, :, :-1].max(dim=-1)  # expect: SEQ105
