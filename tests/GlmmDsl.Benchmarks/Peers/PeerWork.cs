namespace GlmmDsl.Benchmarks.Peers;

/// <summary>One piece of work that GlmmDsl and an R package both do on the same data, timed in CPU seconds.</summary>
internal abstract class PeerWork
{
    /// <summary>The name given on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>Which package is the peer.</summary>
    public virtual string Peer => "lme4";

    /// <summary>Does the work once; called several times, the first ones as a warm-up.</summary>
    public abstract WorkResult Run();

    /// <summary>Writes the data the R script reads, if it reads any, into the folder.</summary>
    public virtual void WriteData(string folder)
    {
    }

    /// <summary>
    /// The R code: it reads its data (<c>folder</c> and <c>reference</c> are defined), defines <c>work()</c>, which does the work once and
    /// returns a fit, and <c>repetitions</c>. What it does before that is not timed.
    /// </summary>
    public abstract string RScript { get; }
}

/// <summary>What a run gave.</summary>
/// <param name="Minus2LogLik">The criterion reached.</param>
/// <param name="Evaluations">Evaluations of the criterion.</param>
/// <param name="Gradients">Evaluations of the gradient.</param>
internal readonly record struct WorkResult(double Minus2LogLik, int Evaluations, int Gradients);
