using GlmmDsl;

/// <summary>Scores over the weeks, a line for each arm; patients differ in where they start and in how fast they change.</summary>
[LinearMixedModel<Visit>("Score ~ Week * Arm + (Week | Patient)")]
public sealed partial class Trial;
