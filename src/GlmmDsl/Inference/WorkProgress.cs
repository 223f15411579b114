namespace GlmmDsl.Inference;

/// <summary>How far a long computation from a fit has come: a profile, a bootstrap, a simulation of power.</summary>
/// <param name="Done">The parts that are done: parameters, replicates.</param>
/// <param name="Total">All parts.</param>
public readonly record struct WorkProgress(int Done, int Total);
