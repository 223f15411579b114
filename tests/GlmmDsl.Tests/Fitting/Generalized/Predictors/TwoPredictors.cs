using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>Small simulated models with a second linear predictor.</summary>
internal static class TwoPredictors
{
    /// <summary>The rows: counts with more zeros than a Poisson distribution has.</summary>
    public static Table Data(int rows = 48)
    {
        Table table = SimulatedModel.Data(Family.Poisson, Link.Log, rows);
        double[] y = ((NumericColumn)table.Columns.First(c => c.Name == "y")).Values.ToArray();
        for (int i = 1; i < y.Length; i += 3)
        {
            y[i] = 0;
        }

        return new Table([.. table.Columns.Select(c => c.Name == "y" ? new NumericColumn("y", y) : c)]);
    }

    /// <summary>The model.</summary>
    /// <param name="kernel">The likelihood.</param>
    /// <param name="terms">The right-hand side of the conditional predictor.</param>
    /// <param name="second">The right-hand side of the other.</param>
    /// <param name="options">The approximation.</param>
    public static GeneralizedProblem Problem(PredictorsKernel kernel, string terms, string second, GeneralizedOptions? options = null)
    {
        (ModelMatrices matrices, GeneralizedResponse response, PredictorDesigns designs) = Parts(Data(), kernel, terms, second);
        return new GeneralizedProblem(matrices, response, options ?? new GeneralizedOptions(), designs, CancellationToken.None);
    }

    /// <summary>The parts of a model: terms of both predictors on one grouping factor share it.</summary>
    public static (ModelMatrices Matrices, GeneralizedResponse Response, PredictorDesigns Designs) Parts(Table table, PredictorsKernel kernel, string terms, string second)
    {
        ModelMatrices first = SimulatedModel.Matrices(table, Family.Poisson, terms), other = SimulatedModel.Matrices(table, Family.Poisson, second);
        other = other with
        {
            Random = [.. other.Random.Select(t => t with { Group = first.Random.FirstOrDefault(f => f.Group.Name == t.Group.Name)?.Group ?? t.Group })],
        };
        return (first, GeneralizedResponse.Of(first, ResponseFamilies.Of(Family.Poisson), Link.Log), new PredictorDesigns(kernel, [other]));
    }

    /// <summary>A point near which the data are not absurd: internal β of both predictors, then θ.</summary>
    public static double[] Point(GeneralizedProblem problem, params double[] intercepts)
    {
        double[] beta = new double[problem.Coefficients.Count];
        for (int k = 0; k < problem.Predictors.Length; k++)
        {
            for (int j = problem.Rows.FixedStart[k]; j < problem.Rows.FixedStart[k + 1]; j++)
            {
                beta[j] = j == problem.Rows.FixedStart[k] ? intercepts[k] : 0.1 + (0.05 * j);
            }
        }

        return [.. beta, .. problem.Layout.Parameters.Select((p, j) => p.Row == p.Column ? 0.4 + (0.1 * j) : 0.15)];
    }
}
