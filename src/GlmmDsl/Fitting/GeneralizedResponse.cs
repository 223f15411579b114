using GlmmDsl.Design;
using GlmmDsl.Families;

namespace GlmmDsl.Fitting;

/// <summary>The response as its family sees it, row by row in the order of the design.</summary>
/// <param name="Totals">y, n numbers: successes in a binomial model, the observations in any other.</param>
/// <param name="Sizes">m, n positive numbers: trials in a binomial model, prior weights in any other.</param>
/// <param name="Family">The distribution.</param>
/// <param name="Link">The link; <see cref="Link.Default"/> is the family's usual one.</param>
internal sealed record GeneralizedResponse(double[] Totals, double[] Sizes, FamilyDefinition Family, Link Link)
{
    /// <summary>The link, never <see cref="Link.Default"/>.</summary>
    public Link Link { get; init; } = Family.Resolve(Link);

    /// <summary>How many identical rows each row stands for; null if each stands for one. Totals and sizes are those of all of them together.</summary>
    public double[]? Frequencies { get; init; }

    /// <summary>The likelihood.</summary>
    public LikelihoodKernel Kernel { get; } = Family.Kernel(Link);

    /// <summary>
    /// The information in the determinant if the caller asks for none: the observed one, or the expected one if the observed may be negative. Then the
    /// mode of a level can split in two, and as it does the determinant passes through 0.
    /// </summary>
    public Information UsualInformation => Kernel.IsObservedPositive ? Information.Observed : Information.Expected;

    /// <summary>Refuses a row whose response is none of the family's.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="family">The family.</param>
    /// <param name="mayBeZero">Whether zeros come from elsewhere: from zero inflation.</param>
    /// <exception cref="ModelDataException">A response outside the support; row and value are named.</exception>
    public static void RefuseOutside(ModelMatrices matrices, FamilyDefinition family, bool mayBeZero)
    {
        for (int i = 0; i < matrices.RowCount; i++)
        {
            double y = matrices.Response[i];
            if (!(mayBeZero && y == 0) && family.Refusal(y, matrices.Trials?[i] ?? 1) is { } wanted)
            {
                string name = matrices.Plan.Response?.Name ?? "response";
                throw new ModelDataException(
                    FormattableString.Invariant($"The response '{name}' is {y:R} in row {matrices.SourceRows[i] + 1}, and a response of the {family.Words} family is {wanted}."), name, matrices.SourceRows[i] + 1);
            }
        }

        if (family.Emptiness(matrices.Response, matrices.Trials) is { } empty && !family.HasTrials && family.ResponseForm == ResponseForm.Number)
        {
            throw new ModelDataException($"The response '{matrices.Plan.Response?.Name}' {empty}: there is nothing to explain.");
        }
    }

    /// <summary>The response of a design whose frame was made for the family; weights count alike rows or, of a Poisson model, weigh log f.</summary>
    public static GeneralizedResponse Of(ModelMatrices matrices, FamilyDefinition family, Link link)
    {
        double[] Ones()
        {
            var ones = new double[matrices.RowCount];
            Array.Fill(ones, 1.0);
            return ones;
        }

        if (matrices.Weights is not { } weights)
        {
            return new GeneralizedResponse(matrices.Response, (family.HasTrials ? matrices.Trials : null) ?? Ones(), family, link);
        }

        return family.HasTrials
            ? new GeneralizedResponse(Product(matrices.Response, weights), matrices.Trials is { } trials ? Product(trials, weights) : weights, family, link) { Frequencies = matrices.Weights }
            : new GeneralizedResponse(matrices.Response, weights, family, link);
    }

    /// <summary>The observation of a row on the scale of the mean: the proportion of successes, or the count.</summary>
    public double Observed(int row) => Family.Observed(Totals[row], Sizes[row]);

    /// <summary>The direction in which η of a row can go to infinity while its likelihood grows: see <see cref="FamilyDefinition.SeparationSign"/>.</summary>
    public int SeparationSign(double total, double size) => Family.SeparationSign(Link, total, size);

    /// <summary>Σ of the parts of log f without η; a row that stands for several counts that many times.</summary>
    public double LogConstant()
    {
        if (Frequencies is null || !Family.HasTrials)
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

    private static double[] Product(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a * b)];
}
