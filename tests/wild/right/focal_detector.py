"""Detection scores under a focal loss.

Right: the classes of a detector are independent, each with its own sigmoid.
"""
import torch


def post_process(outputs, top_k):
    out_logits, boxes = outputs.logits, outputs.pred_boxes
    prob = out_logits.sigmoid()
    values, index = torch.topk(prob.view(out_logits.shape[0], -1), top_k, dim=1)
    return values, index // out_logits.shape[2], boxes
