using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Families.Densities;

namespace GlmmDsl.Fitting;

/// <summary>The linear predictors of a model beside the conditional one, and the likelihood in all of them.</summary>
/// <param name="Kernel">The likelihood.</param>
/// <param name="Others">
/// The designs of the other predictors in the kernel's order: fixed-effects columns, random-effects terms and offset of the same rows; their response and weights are not
/// read. Terms of two predictors on one grouping factor share its instance.
/// </param>
internal sealed record PredictorDesigns(PredictorsKernel Kernel, ImmutableArray<ModelMatrices> Others)
{
    /// <summary>The other predictors of a model; null where the conditional one is the only one and the family has a kernel of its own for it.</summary>
    /// <param name="matrices">The design, with those of zero inflation and dispersion.</param>
    /// <param name="family">The family.</param>
    /// <param name="link">The link.</param>
    public static PredictorDesigns? Of(ModelMatrices matrices, FamilyDefinition family, Link link)
    {
        if (matrices.ZeroInflation is null && matrices.Dispersion is null && (family.HasOnePredictor(link) || family.IsLinear(link)))
        {
            return null;
        }

        PredictorsKernel kernel = family.PredictorsKernel(link);
        kernel = matrices.ZeroInflation is null ? kernel : new ZeroInflatedKernel(kernel, family.Refusal(0, 1) is not null);
        return new(kernel, [.. kernel.Predictors.Skip(1).Select(p => Design(p, matrices))]);
    }

    private static ModelMatrices Design(Predictor predictor, ModelMatrices matrices) => predictor switch
    {
        Predictor.ZeroInflation => matrices.ZeroInflation!.Matrices,
        Predictor.Dispersion when matrices.Dispersion is { } dispersion => dispersion.Matrices,
        Predictor.Threshold => matrices with { FixedNames = [], FixedColumns = [], FixedTermOfColumn = [], Random = [], Offset = null, SpansIntercept = false },
        _ => Constant(matrices),
    };

    /// <summary>A kernel all of whose other predictors are constants.</summary>
    public static PredictorDesigns Constants(PredictorsKernel kernel, ModelMatrices matrices) =>
        new(kernel, [.. Enumerable.Repeat(Constant(matrices), kernel.Count - 1)]);

    /// <summary>The design of a predictor that is the same in all rows, <c>~ 1</c>.</summary>
    /// <param name="matrices">The design of the rows.</param>
    public static ModelMatrices Constant(ModelMatrices matrices)
    {
        var ones = new double[matrices.RowCount];
        Array.Fill(ones, 1.0);
        return matrices with { FixedNames = ["(Intercept)"], FixedColumns = [ones], FixedTermOfColumn = [0], Random = [], Offset = null, SpansIntercept = true };
    }
}
