using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Predictions;

/// <summary>New rows as all linear predictors of a fit see them: their values, and the joint covariance of the values' errors.</summary>
internal sealed class PredictorRows
{
    private readonly PredictionMatrices?[] designs;
    private readonly ImmutableArray<int>[] kept;
    private readonly int[] firstCoefficient;
    private readonly int[] firstTerm;
    private readonly VarianceTerm[] variances;
    private readonly EffectsCovariance? effects;
    private readonly double[,]? parameters;

    /// <summary>Makes the designs of new rows.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="newLevels">What to do with new levels; null predicts without random effects.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">A fit without the rows that errors of random effects take.</exception>
    public PredictorRows(FittedModel model, Table rows, NewLevels? newLevels, CancellationToken cancellationToken)
    {
        IModelSolution solution = model.Solution;
        RandomPart wanted = newLevels is null ? RandomPart.None : RandomPart.Levels;
        PredictionMatrices conditional = PredictionMatrices.Build(model.Matrices, model.Basis, rows, model.Options, wanted, cancellationToken);
        designs =
        [
            conditional,
            .. solution.Others.Select(o => o.DesignIn(model.Matrices) is { } own ? PredictionMatrices.Build(own.Matrices, own.Basis, rows, model.Options, wanted, cancellationToken) : null),
        ];
        kept = [solution.Kept, .. solution.Others.Select(o => o.Kept)];
        firstTerm = [0, .. solution.Others.Select(o => o.FirstTerm)];
        variances = [.. model.VarianceComponents, .. solution.Others.SelectMany(o => ComponentTerms.Of(o, solution))];
        firstCoefficient = [0, .. kept.Select((_, k) => kept.Take(k + 1).Sum(c => c.Length))];
        Etas = [Predictor.LinearPredictor(model, conditional, rows, newLevels ?? NewLevels.Population, cancellationToken), .. OtherPredictors.Of(model, rows, newLevels, cancellationToken)];
        if (newLevels is not null && designs.Any(d => d is { Random.IsEmpty: false }))
        {
            effects = model.StackedEffects(cancellationToken);
        }
        else
        {
            parameters = solution.StackedCovariance;
        }
    }

    /// <summary>For each linear predictor its values, one a row.</summary>
    public double[][] Etas { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Etas[0].Length;

    /// <summary>The linear predictors of a row.</summary>
    public void At(int row, Span<double> etas)
    {
        for (int k = 0; k < etas.Length; k++)
        {
            etas[k] = Etas[k][row];
        }
    }

    /// <summary>The variance of the error of a combination of a row's linear predictors; NaN where a value is missing or the errors are not known.</summary>
    /// <param name="row">The row.</param>
    /// <param name="weights">The weight of each linear predictor.</param>
    public double Variance(int row, ReadOnlySpan<double> weights)
    {
        (EffectsContrast contrast, double ofNewLevels) = Contrast(row, weights);
        if (!contrast.Fixed.All(double.IsFinite) || !contrast.Random.All(r => double.IsFinite(r.Weight)))
        {
            return double.NaN;
        }

        if (effects is not null)
        {
            PreparedContrast prepared = effects.Prepare(contrast);
            return Math.Max(effects.Of(prepared, prepared), 0) + ofNewLevels;
        }

        return parameters is null ? double.NaN : Math.Max(Quadratic(contrast.Fixed, contrast.Fixed), 0);
    }

    /// <summary>The covariance of the errors of a row's linear predictors, K × K row-major; NaN where a value is missing or the errors are not known.</summary>
    public double[] Covariance(int row)
    {
        int count = Etas.Length;
        var result = new double[count * count];
        var contrasts = new EffectsContrast[count];
        var unit = new double[count];
        for (int k = 0; k < count; k++)
        {
            unit[k] = 1;
            (contrasts[k], double ofNewLevels) = Contrast(row, unit);
            unit[k] = 0;
            result[(k * count) + k] = ofNewLevels;
            if (!contrasts[k].Fixed.All(double.IsFinite) || !contrasts[k].Random.All(r => double.IsFinite(r.Weight)))
            {
                Array.Fill(result, double.NaN);
                return result;
            }
        }

        PreparedContrast[]? prepared = effects is null ? null : Array.ConvertAll(contrasts, effects.Prepare);
        for (int k = 0; k < count; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                double covariance = prepared is not null ? effects!.Of(prepared[k], prepared[l]) : parameters is null ? double.NaN : Quadratic(contrasts[k].Fixed, contrasts[l].Fixed);
                result[(k * count) + l] += covariance;
                result[(l * count) + k] += k == l ? 0 : covariance;
            }
        }

        return result;
    }

    /// <summary>A combination of a row's linear predictors as one of coefficients and random effects, and the variance that new levels add to it.</summary>
    private (EffectsContrast Contrast, double OfNewLevels) Contrast(int row, ReadOnlySpan<double> weights)
    {
        var inFixed = new double[firstCoefficient[^1]];
        var random = new List<(int Term, int Level, int Column, double Weight)>();
        double added = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double weight = weights[k];
            if (weight == 0)
            {
                continue;
            }

            if (designs[k] is not { } design)
            {
                inFixed[firstCoefficient[k]] = weight;
                continue;
            }

            for (int j = 0; j < kept[k].Length; j++)
            {
                inFixed[firstCoefficient[k] + j] = weight * design.FixedColumns[kept[k][j]][row];
            }

            for (int t = 0; t < design.Random.Length; t++)
            {
                PredictionTerm term = design.Random[t];
                double[] z = Array.ConvertAll(term.Columns, c => weight * (c?[row] ?? 1));
                if (term.Codes[row] < 0)
                {
                    added += OfNewLevel(firstTerm[k] + t, z);
                    continue;
                }

                for (int c = 0; c < z.Length; c++)
                {
                    random.Add((firstTerm[k] + t, term.Codes[row], c, z[c]));
                }
            }
        }

        return (new EffectsContrast(inFixed, random), added);
    }

    /// <summary>zᵀΣz.</summary>
    private double OfNewLevel(int term, double[] z)
    {
        VarianceTerm own = variances[term];
        double sum = 0;
        for (int a = 0; a < z.Length; a++)
        {
            for (int b = 0; b < z.Length; b++)
            {
                sum += z[a] * z[b] * own.Covariance(a, b);
            }
        }

        return sum;
    }

    private double Quadratic(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                sum += a[i] * parameters![i, j] * b[j];
            }
        }

        return sum;
    }
}
