"""Distillation of a CTC model: frame-level KL at a softened temperature, plus CTC on the transcript."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DistilLoss(nn.Module):
    def __init__(self, blank=0, tau=2.0, alpha=0.7):
        super().__init__()
        self.ctc = nn.CTCLoss(blank=blank, zero_infinity=True)
        self.kl = nn.KLDivLoss(reduction="none", log_target=True)
        self.tau, self.alpha = tau, alpha

    def forward(self, student, teacher, frames, y, y_len):
        """student, teacher: (B, T, V); frames: (B,) valid lengths"""
        s = F.log_softmax(student.float() / self.tau, dim=2)
        t = F.log_softmax(teacher.float() / self.tau, dim=2)
        valid = torch.arange(student.size(1), device=student.device)[None] < frames[:, None]
        per_frame = self.kl(s, t).sum(-1)
        kd = per_frame[valid].sum() / valid.sum().clamp(min=1) * self.tau ** 2
        ctc = self.ctc(F.log_softmax(student.float(), dim=-1).transpose(0, 1), y, frames, y_len)
        return self.alpha * kd + (1 - self.alpha) * ctc


def word_confidence(frame_probs, spans):
    """documented display value: average posterior of the frames under each word"""
    return [float(frame_probs[a:b].mean()) if b > a else 0.0 for a, b in spans]
