namespace GlmmDsl.Inference;

/// <summary>A bootstrap was cancelled. What it had done is in <see cref="Draws"/>, from which another run goes on.</summary>
public sealed class BootstrapCanceledException : OperationCanceledException
{
    internal BootstrapCanceledException(BootstrapDraws draws, CancellationToken cancellationToken)
        : base(FormattableString.Invariant($"The bootstrap was cancelled after {draws.Count} replicates; its draws let another run go on."), cancellationToken) => Draws = draws;

    /// <summary>The replicates that were done.</summary>
    public BootstrapDraws Draws { get; }
}
