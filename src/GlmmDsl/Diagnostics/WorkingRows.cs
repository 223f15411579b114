using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Diagnostics;

/// <summary>
/// The rows of the working linear model at a solution: design, weight and residual of each. Of a linear model those of the model itself. A row of an ordinal model has one for each threshold of its
/// category, with RᵀR the information in the distances of the thresholds from η: the row R(dU − dη, dL − dη) and the residual R⁻ᵀs.
/// </summary>
internal sealed class WorkingRows
{
    private readonly ModelMatrices matrices;
    private readonly double[][] columns;
    private readonly int thresholds;
    private readonly List<(int Threshold, int Other, double Root, double OtherRoot, double Residual)>[] parts;

    /// <summary>Takes the rows.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows; or a row whose observed information is negative, so that it has no working weight.</exception>
    public WorkingRows(FittedModel model)
    {
        model.RequireRows("influence");
        matrices = model.Matrices;
        columns = [.. model.Solution.Kept.Select(k => matrices.FixedColumns[k])];
        thresholds = model.Solution.Thresholds?.Names.Length ?? 0;
        parts = [.. Enumerable.Range(0, matrices.RowCount).Select(_ => new List<(int, int, double, double, double)>(1))];
        if (thresholds > 0)
        {
            SetOrdinal(model);
            return;
        }

        GeneralizedResponse response = model.Response;
        int n = matrices.RowCount;
        double[] weights = new double[n], scores = new double[n];
        ReadOnlySpan<double> eta = model.Solution.LinearPredictor;
        response.Kernel.Evaluate(eta, response.Totals, response.Sizes, scores, weights, new double[n]);
        if (model.Solution.Integration?.Information == Information.Expected)
        {
            response.Kernel.Expected(eta, response.Sizes, weights);
        }

        for (int i = 0; i < n; i++)
        {
            if (weights[i] < 0)
            {
                throw Negative(model, i);
            }

            double root = Math.Sqrt(weights[i]);
            parts[i].Add((-1, -1, root, 0, scores[i] == 0 ? 0 : scores[i] / root));
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count => parts.Length;

    /// <summary>√w times the row of the design, and times the working residual.</summary>
    public IEnumerable<(EffectsContrast Contrast, double Residual)> Of(int row) => parts[row].Select(part => (Contrast(row, part.Threshold, part.Other, part.Root, part.OtherRoot), part.Residual));

    /// <summary>√w times the row of the design of a model that has one for each row.</summary>
    public EffectsContrast Contrast(int row) => Of(row).Single().Contrast;

    private EffectsContrast Contrast(int row, int threshold, int other, double root, double otherRoot)
    {
        var x = new double[columns.Length + thresholds];
        double factor = threshold < 0 ? root : -(root + otherRoot);
        for (int k = 0; k < columns.Length; k++)
        {
            x[k] = factor * columns[k][row];
        }

        if (threshold >= 0)
        {
            x[columns.Length + threshold] += root;
        }

        if (other >= 0)
        {
            x[columns.Length + other] += otherRoot;
        }

        var random = new List<(int Term, int Level, int Column, double Weight)>();
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int c = 0; c < term.Width; c++)
            {
                random.Add((t, term.Group.Codes[row], c, factor * (term.Columns[c]?[row] ?? 1)));
            }
        }

        return new EffectsContrast(x, random);
    }

    private void SetOrdinal(FittedModel model)
    {
        var information = new OrdinalInformation(model.Solution);
        RowDerivatives d = information.Derivatives;
        for (int i = 0; i < parts.Length; i++)
        {
            (int upper, int lower) = (information.Upper[i], information.Lower[i]);
            if (upper < 0 || lower < 0)
            {
                int own = upper < 0 ? 2 : 1;
                double weight = d.Information(own, own)![i];
                RequirePositive(model, i, weight);
                double root = Math.Sqrt(weight);
                parts[i].Add((upper < 0 ? lower : upper, -1, root, 0, d.Score[own][i] == 0 ? 0 : d.Score[own][i] / root));
                continue;
            }

            double first = Math.Sqrt(d.Information(1, 1)![i]), both = d.Information(1, 2)![i] / first, rest = d.Information(2, 2)![i] - (both * both);
            RequirePositive(model, i, d.Information(1, 1)![i]);
            RequirePositive(model, i, rest);
            double second = Math.Sqrt(rest), residual = d.Score[1][i] / first;
            parts[i].Add((upper, lower, first, both, residual));
            parts[i].Add((lower, -1, second, 0, (d.Score[2][i] - (both * residual)) / second));
        }
    }

    private static void RequirePositive(FittedModel model, int row, double weight)
    {
        if (!(weight > 0))
        {
            throw Negative(model, row);
        }
    }

    private static InvalidOperationException Negative(FittedModel model, int row) => new(FormattableString.Invariant(
        $"The information of data row {model.Matrices.SourceRows[row] + 1} is negative at the estimates, as outliers' can be with the {model.Link} link, so that the working model has no hat value for it. {(model.Family.HasThresholds ? "Fit with another link." : "Fit with Information.Expected.")}"));
}
