using System.Collections.Immutable;
using GlmmDsl.Families;

namespace GlmmDsl.Fitting;

/// <summary>The mean of a response, or a quantity of one of its linear predictors, as a function of all linear predictors of a row, with its gradient: what the delta method takes.</summary>
/// <param name="family">The family.</param>
/// <param name="link">The link of the conditional predictor.</param>
/// <param name="others">The linear predictors beside the conditional one.</param>
internal sealed class RowMean(FamilyDefinition family, Link link, ImmutableArray<PredictorSolution> others)
{
    /// <summary>The step of five-point differences, whose errors are 10⁻¹² of the mean's size; they are taken only where the mean depends on more than the link.</summary>
    private const double Step = 1e-3;

    private readonly LikelihoodKernel kernel = family.Kernel(link);
    private readonly bool hasMeansOfLink = family.HasMeansOfLink;
    private readonly Predictor[] kinds = [.. others.Select(o => o.Predictor)];
    private readonly int inflation = others.ToList().FindIndex(o => o.Predictor == Predictor.ZeroInflation) + 1;

    /// <summary>The number of linear predictors, K.</summary>
    public int Count { get; } = others.Length + 1;

    /// <summary>Whether the mean depends on the conditional predictor alone, so that limits of that are limits of the mean.</summary>
    public bool IsOfConditional => inflation == 0 && IsConditionalOfOne;

    /// <summary>Whether the mean of the conditional model depends on the conditional predictor alone.</summary>
    public bool IsConditionalOfOne { get; } = family.HasMeansOfLink || others.All(o => o.Predictor == Predictor.ZeroInflation);

    /// <summary>The mean of the response: after truncation, with zero inflation.</summary>
    /// <param name="eta">The K linear predictors, the conditional one first.</param>
    /// <param name="gradient">Receives the derivatives in them.</param>
    public double Response(ReadOnlySpan<double> eta, Span<double> gradient)
    {
        double own = Conditional(eta, gradient);
        if (inflation == 0)
        {
            return own;
        }

        double none = LogitLink.Mean(-eta[inflation]), zero = LogitLink.Mean(eta[inflation]);
        for (int k = 0; k < gradient.Length; k++)
        {
            gradient[k] *= none;
        }

        gradient[inflation] = -zero * none * own;
        return none * own;
    }

    /// <summary>The mean of the conditional model, after truncation but without zero inflation.</summary>
    /// <inheritdoc cref="Response"/>
    public double Conditional(ReadOnlySpan<double> eta, Span<double> gradient)
    {
        gradient.Clear();
        double mean = kernel.Mean(eta[0]);
        if (hasMeansOfLink)
        {
            gradient[0] = kernel.MeanDerivative(eta[0]);
            return mean;
        }

        double[] at = eta.ToArray();
        for (int k = 0; k < gradient.Length; k++)
        {
            if (k != inflation || inflation == 0)
            {
                gradient[k] = ((8 * (Moved(at, k, Step) - Moved(at, k, -Step))) - (Moved(at, k, 2 * Step) - Moved(at, k, -2 * Step))) / (12 * Step);
            }
        }

        return Moved(at, 0, 0);
    }

    private double Moved(double[] eta, int k, double step)
    {
        double kept = eta[k];
        eta[k] += step;
        double mean = family.At(kinds, eta.AsSpan(1)).ResponseMean(kernel.Mean(eta[0]));
        eta[k] = kept;
        return mean;
    }
}
