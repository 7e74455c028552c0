"""P(yes) against no: the sigmoid of a logit difference is the exact two-way softmax."""
import torch
import torch.nn.functional as F


def yes_over_no(lm, enc, yes_id, no_id):
    """Relative probability of yes, given that the answer is yes or no."""
    with torch.no_grad():
        row = lm(**enc).logits[0, -1].float()
    return torch.sigmoid(row[yes_id] - row[no_id]).item()


def preference_loss(reward_chosen, reward_rejected):
    return -F.logsigmoid(reward_chosen - reward_rejected).mean()
