using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A model without one of its terms, and the test of that term.</summary>
public sealed record DroppedTerm
{
    internal DroppedTerm(string name, int parameterCount, double logLikelihood, double statistic, int degreesOfFreedom, ChiBarSquare? mixture)
    {
        Name = name;
        ParameterCount = parameterCount;
        LogLikelihood = logLikelihood;
        Statistic = statistic;
        DegreesOfFreedom = degreesOfFreedom;
        Mixture = mixture;
    }

    /// <summary>What was dropped: a fixed term, <c>(1 | Subject)</c>, or <c>Days in (Days | Subject)</c>.</summary>
    public string Name { get; }

    /// <summary>The number of parameters without it.</summary>
    public int ParameterCount { get; }

    /// <summary>The maximised log-likelihood without it.</summary>
    public double LogLikelihood { get; }

    /// <summary>Akaike's criterion without it.</summary>
    public double Aic => (2 * ParameterCount) - (2 * LogLikelihood);

    /// <summary>The likelihood ratio: twice the difference of the log-likelihoods.</summary>
    public double Statistic { get; }

    /// <summary>The number of parameters dropped.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The p value by the chi-square distribution: for random terms too large. NaN where no parameter was dropped.</summary>
    public double PValue => DegreesOfFreedom > 0 ? TailProbability.OfChiSquare(Statistic, DegreesOfFreedom) : double.NaN;

    /// <summary>For a random term, the distribution of the statistic at the boundary; null for a fixed term.</summary>
    public ChiBarSquare? Mixture { get; }

    /// <summary>The p value by <see cref="Mixture"/>; null for a fixed term.</summary>
    public double? MixturePValue => Mixture?.UpperTail(Statistic);

    /// <summary>The term with its test.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: chi-square({DegreesOfFreedom}) = {Statistic:G6}, p = {PValue:G4}");
}
