using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// Means of a response that depends on several linear predictors, with zero inflation and after truncation, over weighted rows; their gradients are in the coefficients of all predictors and θ, or in
/// coefficients and random effects.
/// </summary>
internal sealed class JointMeans
{
    private readonly FittedModel model;
    private readonly Part[] parts;
    private readonly int coefficients;
    private readonly int rows;

    /// <summary>Takes rows.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="design">The rows, with the designs of the other predictors.</param>
    public JointMeans(FittedModel model, PredictionMatrices design)
    {
        this.model = model;
        IModelSolution solution = model.Solution;
        rows = design.RowCount;
        parts =
        [
            new Part(design, solution.Kept, solution.Beta, 0, 0, model.Matrices.Random),
            .. solution.Others.Select((o, k) => new Part(
                design.Others[k], o.Kept, o.Beta, solution.Beta.Length + solution.Others.Take(k).Sum(p => p.Beta.Length), o.FirstTerm, o.Matrices.Random)),
        ];
        coefficients = parts.Sum(p => p.Beta.Length);
    }

    /// <summary>Whether the response's means depend on more than the conditional predictor through its link.</summary>
    public static bool AreNeeded(FittedModel model) => !model.IsLinear && !model.Family.HasThresholds && !model.HasMeansOfLink;

    /// <summary>The covariance of the coefficients of all predictors and θ; NaN where the engine does not know it.</summary>
    public static double[,] ParameterCovariance(FittedModel model)
    {
        if (model.Solution.StackedCovariance is { } known)
        {
            return known;
        }

        int n = model.Solution.Beta.Length + model.Solution.Others.Sum(o => o.Beta.Length) + model.Solution.Theta.Length;
        var none = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                none[i, j] = double.NaN;
            }
        }

        return none;
    }

    /// <summary>The design of rows, with those of the other predictors where means depend on them.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="table">The rows.</param>
    /// <param name="random">What of the random-effects terms is wanted.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static PredictionMatrices Design(FittedModel model, Data.Table table, RandomPart random, CancellationToken cancellationToken = default)
    {
        PredictionMatrices design = PredictionMatrices.Build(model.Matrices, model.Basis, table, model.Options, random, cancellationToken);
        return !AreNeeded(model) ? design : design with
        {
            Others = [.. model.Solution.Others.Select(o => o.DesignIn(model.Matrices) is { } own ? PredictionMatrices.Build(own.Matrices, own.Basis, table, model.Options, random, cancellationToken) : null)],
        };
    }

    /// <summary>The rows' means with random effects of zero or integrated out, and for each parameter their derivatives.</summary>
    public (double[] Means, double[][] Gradients) Rows(bool isIntegrated)
    {
        int count = parts.Length;
        double[] theta = model.Solution.Theta, means = new double[rows];
        double[][] gradients = [.. Enumerable.Range(0, coefficients + theta.Length).Select(_ => new double[rows])];
        double[] eta = new double[count], variances = new double[count], inEta = new double[count], inVariance = new double[count];
        var zero = new RowMean(model.Family, model.Link, model.Solution.Others);
        var marginal = new MarginalResponse(model);
        RandomVariance[] random = [.. Variances()];
        double[][] ofRows = [.. parts.Select((p, k) => isIntegrated && p.Design is { } d ? random[k].Of([.. d.Random.Select(t => t.Columns)], rows, CancellationToken.None) : new double[rows])];
        int[] starts = ThetaStarts();
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < count; k++)
            {
                eta[k] = Fixed(k, row);
                variances[k] = ofRows[k][row];
            }

            means[row] = isIntegrated ? marginal.At(eta, variances, inEta, inVariance) : zero.Response(eta, inEta);
            for (int k = 0; k < count; k++)
            {
                for (int j = 0; j < parts[k].Beta.Length; j++)
                {
                    gradients[parts[k].FirstCoefficient + j][row] = inEta[k] * Column(k, j, row);
                }

                if (isIntegrated && !parts[k].Terms.IsEmpty)
                {
                    var slopes = new double[starts[k + 1] - starts[k]];
                    random[k].Slopes(theta.AsSpan(starts[k], slopes.Length), row, slopes);
                    for (int j = 0; j < slopes.Length; j++)
                    {
                        gradients[coefficients + starts[k] + j][row] = inVariance[k] * slopes[j];
                    }
                }
            }
        }

        return (means, gradients);
    }

    /// <summary>The mean of weighted rows with random effects at the modes of groups, and its gradient in coefficients and random effects.</summary>
    /// <param name="weights">A weight for each row.</param>
    /// <param name="levels">For a row the groups whose effects it has, with equal weights: for each term of all predictors the level.</param>
    public (double Mean, EffectsContrast Gradient) AtModes(double[] weights, Func<int, int[][]> levels)
    {
        var zero = new RowMean(model.Family, model.Link, model.Solution.Others);
        double[] eta = new double[parts.Length], inEta = new double[parts.Length], inFixed = new double[coefficients];
        var inRandom = new Dictionary<(int Term, int Level, int Column), double>();
        double mean = 0;
        for (int row = 0; row < rows; row++)
        {
            if (weights[row] == 0)
            {
                continue;
            }

            int[][] groups = levels(row);
            double weight = weights[row] / groups.Length;
            foreach (int[] own in groups)
            {
                for (int k = 0; k < parts.Length; k++)
                {
                    eta[k] = Fixed(k, row) + Modes(k, row, own);
                }

                mean += weight * zero.Response(eta, inEta);
                for (int k = 0; k < parts.Length; k++)
                {
                    Add(k, row, own, weight * inEta[k], inFixed, inRandom);
                }
            }
        }

        return (mean, new EffectsContrast(inFixed, [.. inRandom.Select(r => (r.Key.Term, r.Key.Level, r.Key.Column, r.Value))]));
    }

    /// <summary>The levels, for each term of all predictors, of a row of the fit.</summary>
    public int[] LevelsOf(int row) => [.. parts.SelectMany(p => p.Terms).Select(t => t.Group.Codes[row])];

    /// <summary>The levels of each combination that occurs among the rows of the fit.</summary>
    public int[][] ObservedLevels()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, model.RowCount).Select(LevelsOf).Where(l => seen.Add(string.Join(',', l)))];
    }

    private void Add(int k, int row, int[] levels, double slope, double[] inFixed, Dictionary<(int Term, int Level, int Column), double> inRandom)
    {
        Part part = parts[k];
        for (int j = 0; j < part.Beta.Length; j++)
        {
            inFixed[part.FirstCoefficient + j] += slope * Column(k, j, row);
        }

        for (int t = 0; t < part.Terms.Length; t++)
        {
            double[]?[] columns = part.Design!.Random[t].Columns;
            for (int c = 0; c < columns.Length; c++)
            {
                (int, int, int) key = (part.FirstTerm + t, levels[part.FirstTerm + t], c);
                inRandom[key] = inRandom.GetValueOrDefault(key) + (slope * (columns[c]?[row] ?? 1));
            }
        }
    }

    private double Fixed(int k, int row)
    {
        Part part = parts[k];
        double sum = part.Design?.Offset?[row] ?? 0;
        for (int j = 0; j < part.Beta.Length; j++)
        {
            sum += part.Beta[j] * Column(k, j, row);
        }

        return sum;
    }

    private double Modes(int k, int row, int[] levels)
    {
        Part part = parts[k];
        double sum = 0;
        for (int t = 0; t < part.Terms.Length; t++)
        {
            double[,] modes = model.Solution.ConditionalModes[part.FirstTerm + t];
            double[]?[] columns = part.Design!.Random[t].Columns;
            for (int c = 0; c < columns.Length; c++)
            {
                sum += modes[levels[part.FirstTerm + t], c] * (columns[c]?[row] ?? 1);
            }
        }

        return sum;
    }

    /// <summary>A column of a predictor; the constant where it is one number without a design.</summary>
    private double Column(int k, int j, int row) => parts[k].Design is { } design ? design.FixedColumns[parts[k].Kept[j]][row] : 1;

    private IEnumerable<RandomVariance> Variances()
    {
        for (int k = 0; k < parts.Length; k++)
        {
            IReadOnlyList<VarianceTerm> components = k == 0 ? model.VarianceComponents : [.. ComponentTerms.Of(model.Solution.Others[k - 1], model.Solution)];
            PredictionMatrices? design = parts[k].Design;
            yield return new RandomVariance(
                design is { Random.IsEmpty: false } ? [.. parts[k].Terms.Select((t, i) => t with { Columns = design.Random[i].Columns })] : parts[k].Terms, components);
        }
    }

    /// <summary>Where each predictor's part of θ begins, and the end of the last.</summary>
    private int[] ThetaStarts()
    {
        var starts = new int[parts.Length + 1];
        for (int k = 0; k < parts.Length; k++)
        {
            starts[k + 1] = starts[k] + CovarianceStructures.Of(parts[k].Terms).Sum(s => s.Count);
        }

        return starts;
    }

    /// <summary>A linear predictor in the rows.</summary>
    /// <param name="Design">Its design; null where it is one number without a design.</param>
    /// <param name="Kept">The kept columns.</param>
    /// <param name="Beta">Their coefficients.</param>
    /// <param name="FirstCoefficient">The place of the first among those of all predictors.</param>
    /// <param name="FirstTerm">The place of its first term among those of all predictors.</param>
    /// <param name="Terms">Its terms in the fit.</param>
    private sealed record Part(PredictionMatrices? Design, ImmutableArray<int> Kept, double[] Beta, int FirstCoefficient, int FirstTerm, ImmutableArray<RandomEffectsTerm> Terms);
}
