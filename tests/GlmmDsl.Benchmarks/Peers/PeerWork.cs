namespace GlmmDsl.Benchmarks.Peers;

/// <summary>One piece of work that GlmmDsl and R packages do on the same data, timed in CPU seconds.</summary>
internal abstract class PeerWork
{
    /// <summary>The name given on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>The packages that do it too.</summary>
    public abstract IReadOnlyList<Peer> Peers { get; }

    /// <summary>How long the peer may take before it is given up; null for as long as it likes.</summary>
    public virtual TimeSpan? PeerLimit => null;

    /// <summary>Does the work once; called several times, the first ones as a warm-up.</summary>
    public abstract WorkResult Run();

    /// <summary>Writes the data the R scripts read, if they read any, into the folder.</summary>
    public virtual void WriteData(string folder)
    {
    }
}

/// <summary>Work whose one peer is lme4.</summary>
internal abstract class LinearWork : PeerWork
{
    /// <inheritdoc/>
    public override IReadOnlyList<Peer> Peers => [new("lme4", RScript)];

    /// <summary>The R code, as <see cref="Peer.Script"/> says.</summary>
    public abstract string RScript { get; }
}

/// <summary>What a run gave.</summary>
/// <param name="Minus2LogLik">The criterion reached.</param>
/// <param name="Evaluations">Evaluations of the criterion.</param>
/// <param name="Gradients">Evaluations of the gradient.</param>
internal readonly record struct WorkResult(double Minus2LogLik, int Evaluations, int Gradients);
