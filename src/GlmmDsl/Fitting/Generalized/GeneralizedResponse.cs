using GlmmDsl.Families;

namespace GlmmDsl.Fitting;

/// <summary>The response of a generalised model, row by row in the order of the design.</summary>
/// <param name="Totals">y: successes of a binomial row, the count of a Poisson row; n numbers.</param>
/// <param name="Sizes">m: trials of a binomial row, the prior weight of any other; n positive numbers.</param>
/// <param name="Family">The distribution.</param>
/// <param name="Link">The link; <see cref="Link.Default"/> is the family's usual one.</param>
internal sealed record GeneralizedResponse(double[] Totals, double[] Sizes, Family Family, Link Link)
{
    /// <summary>How many alike rows each row stands for; null when one. Totals and sizes are those of all of them together.</summary>
    public double[]? Frequencies { get; init; }

    /// <summary>The likelihood.</summary>
    public LikelihoodKernel Kernel { get; } = FamilyLink.Kernel(Family, Link);

    /// <summary>Σ of the parts of log f without η, constants of rows that stand for several counted as often.</summary>
    public double LogConstant()
    {
        if (Frequencies is null || Family != Family.Binomial)
        {
            return Kernel.Constant(Totals, Sizes);
        }

        double sum = 0;
        for (int i = 0; i < Totals.Length; i++)
        {
            double times = Frequencies[i];
            sum += times * Kernel.Constant([Totals[i] / times], [Sizes[i] / times]);
        }

        return sum;
    }
}
