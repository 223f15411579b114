using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Resampling;

/// <summary>The parameters of the linear predictors beside the conditional one, by name: coefficients on the scale of the predictor, a dispersion that all rows share as R's <c>sigma</c>, shapes on their own scale.</summary>
internal sealed class OtherParameters
{
    private readonly FamilyDefinition family;
    private readonly ImmutableArray<PredictorSolution> predictors;
    private readonly ImmutableArray<CovarianceStructure>[] structures;
    private readonly int conditionalTheta;

    /// <summary>Reads a fit.</summary>
    public OtherParameters(FittedModel model)
    {
        family = model.Family;
        predictors = model.Solution.Others;
        structures = [.. predictors.Select(o => CovarianceStructures.Of(o.Matrices.Random))];
        conditionalTheta = model.Solution.Theta.Length - structures.Sum(s => s.Sum(t => t.Count));
        Names = [.. NamesOf(model.Solution)];
        Lookup = new NameLookup("parameter of zero inflation, dispersion or shape", Names);
    }

    /// <summary>Their names.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Finds them.</summary>
    public NameLookup Lookup { get; }

    /// <summary>Their values.</summary>
    /// <param name="beta">The coefficients of the predictors, stacked.</param>
    /// <param name="theta">θ of all predictors.</param>
    public double[] Values(double[] beta, double[] theta)
    {
        var values = new List<double>(Names.Length);
        int at = 0, start = conditionalTheta, shape = 0;
        for (int k = 0; k < predictors.Length; k++)
        {
            PredictorSolution predictor = predictors[k];
            if (IsDispersion(predictor))
            {
                values.Add(family.SigmaOf(Math.Exp(beta[at])));
            }
            else if (predictor.Predictor == Predictor.Shape)
            {
                values.Add(family.ShapeOf(beta[at], shape++));
            }
            else
            {
                int count = structures[k].Sum(s => s.Count);
                values.AddRange(beta.AsSpan(at, predictor.Beta.Length));
                values.AddRange(VarianceParameter.Values(structures[k], theta.AsSpan(start, count), 1, hasSigma: false));
                start += count;
            }

            at += predictor.Beta.Length;
        }

        return [.. values];
    }

    private static bool IsDispersion(PredictorSolution predictor) => predictor is { Predictor: Predictor.Dispersion, IsConstant: true };

    private IEnumerable<string> NamesOf(IModelSolution solution)
    {
        int shape = 0;
        foreach (PredictorSolution predictor in solution.Others)
        {
            if (IsDispersion(predictor))
            {
                yield return "sigma";
                continue;
            }

            if (predictor.Predictor == Predictor.Shape)
            {
                yield return family.ShapeNameOf(shape++) ?? "shape";
                continue;
            }

            string prefix = predictor.Predictor == Predictor.ZeroInflation ? "zi." : "disp.";
            foreach (int column in predictor.Kept)
            {
                yield return prefix + predictor.Matrices.FixedNames[column];
            }

            foreach (VarianceParameter variance in VarianceParameter.Of(predictor.Matrices))
            {
                yield return prefix + variance.Name;
            }
        }
    }
}
