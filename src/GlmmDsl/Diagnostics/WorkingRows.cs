using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Diagnostics;

/// <summary>The rows of the working linear model at a solution: design, weight and residual of each. Of a linear model those of the model itself.</summary>
internal sealed class WorkingRows
{
    private readonly ModelMatrices matrices;
    private readonly double[][] columns;

    /// <summary>Takes the rows.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows; or a row whose observed information is negative, so that it has no working weight.</exception>
    public WorkingRows(FittedModel model)
    {
        model.RequireRows("influence");
        matrices = model.Matrices;
        columns = [.. model.Solution.Kept.Select(k => matrices.FixedColumns[k])];
        GeneralizedResponse response = model.Response;
        int n = matrices.RowCount;
        double[] weights = new double[n], scores = new double[n];
        ReadOnlySpan<double> eta = model.Solution.LinearPredictor;
        response.Kernel.Evaluate(eta, response.Totals, response.Sizes, scores, weights, new double[n]);
        if (model.Solution.Integration?.Information == Information.Expected)
        {
            response.Kernel.Expected(eta, response.Sizes, weights);
        }

        Roots = new double[n];
        Residuals = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (weights[i] < 0)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The information of data row {matrices.SourceRows[i] + 1} is negative at the estimates, as outliers' can be with the {model.Link} link, so that the working model has no hat value for it. Fit with Information.Expected."));
            }

            Roots[i] = Math.Sqrt(weights[i]);
            Residuals[i] = scores[i] == 0 ? 0 : scores[i] / Roots[i];
        }
    }

    /// <summary>√w of each row.</summary>
    public double[] Roots { get; }

    /// <summary>√w times the working residual of each row.</summary>
    public double[] Residuals { get; }

    /// <summary>√w times the row of the design.</summary>
    public EffectsContrast Contrast(int row)
    {
        double root = Roots[row];
        double[] x = Array.ConvertAll(columns, c => root * c[row]);
        var random = new List<(int Term, int Level, int Column, double Weight)>();
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int c = 0; c < term.Width; c++)
            {
                random.Add((t, term.Group.Codes[row], c, root * (term.Columns[c]?[row] ?? 1)));
            }
        }

        return new EffectsContrast(x, random);
    }
}
