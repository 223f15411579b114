using GlmmDsl.Covariance;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Optimization;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Small simulated designs that suit every family and link, and points at which to evaluate them.</summary>
internal static class SimulatedModel
{
    /// <summary>Rows of x, z, an offset o, groups g (6), h (4, crossed), q (2, crossed), s (2 in each g) and row (one a row).</summary>
    public static Table Data(Family family, Link link, int rows = 48)
    {
        var random = new Random(11);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] z = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(1.7 * i))];
        double[] o = [.. Enumerable.Range(0, rows).Select(i => 0.1 * Math.Cos(i))];
        int[] g = [.. Enumerable.Range(0, rows).Select(i => (i * 7) % 6)];
        int[] h = [.. Enumerable.Range(0, rows).Select(_ => random.Next(4))];
        int[] s = [.. Enumerable.Range(0, rows).Select(i => (2 * g[i]) + (i / 6 % 2))];
        double[] trials = [.. Enumerable.Range(0, rows).Select(i => 1.0 + (i % 5))];
        double[] effects = [.. Enumerable.Range(0, 6).Select(i => 0.5 * Math.Sin(3 * i))];
        LikelihoodKernel kernel = ResponseFamilies.Of(family).Kernel(link);
        double intercept = family == Family.Binomial ? 0.2 : link is Link.Identity ? 6 : 1.5;
        var y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double mean = kernel.Mean(intercept + (0.4 * x[i]) + effects[g[i]] + o[i]);
            y[i] = family == Family.Binomial
                ? Enumerable.Range(0, (int)trials[i]).Count(_ => random.NextDouble() < mean)
                : Math.Round(mean * (0.3 + (1.4 * random.NextDouble())));
        }

        return new Table(
        [
            new NumericColumn("y", y), new NumericColumn("m", trials), new NumericColumn("x", x), new NumericColumn("z", z), new NumericColumn("o", o),
            Group("g", g, 6), Group("h", h, 4), Group("s", s, 12),
            Group("q", [.. Enumerable.Range(0, rows).Select(i => 2 * i / rows)], 2), Group("row", [.. Enumerable.Range(0, rows)], rows),
        ]);
    }

    /// <summary>The model of a right-hand side.</summary>
    public static GeneralizedProblem Problem(Family family, Link link, string terms, GeneralizedOptions options) => Problem(Data(family, link), family, link, terms, options);

    /// <summary>The model of a right-hand side on given rows.</summary>
    public static GeneralizedProblem Problem(Table table, Family family, Link link, string terms, GeneralizedOptions options)
    {
        ModelMatrices matrices = Matrices(table, family, terms);
        return new GeneralizedProblem(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link), options, CancellationToken.None);
    }

    /// <summary>The fit of a right-hand side on given rows.</summary>
    public static GeneralizedSolution Fit(Table table, Family family, string terms, Link link, GeneralizedOptions options, CancellationToken cancellationToken = default)
    {
        ModelMatrices matrices = Matrices(table, family, terms);
        return GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link), options, null, cancellationToken);
    }

    /// <summary>The design of a right-hand side.</summary>
    public static ModelMatrices Matrices(Table table, Family family, string terms)
    {
        string response = family == Family.Binomial ? "cbind(y, m - y)" : "y";
        var options = new DesignOptions { Response = family == Family.Binomial ? ResponseForm.Successes : ResponseForm.Count };
        return ModelMatricesBuilder.Build(Formula.Parse(response + " ~ " + terms).Terms, table, options, CancellationToken.None).Matrices;
    }

    /// <summary>The Laplace criterion with β profiled or not.</summary>
    public static LaplaceCriterion Laplace(GeneralizedProblem problem, InnerProblem inner, bool profiled) =>
        profiled ? problem.ProfiledLaplace(inner) : problem.JointLaplace(inner);

    /// <summary>A point near where the data were made: β internal, then θ.</summary>
    /// <param name="problem">The model.</param>
    /// <param name="profiled">θ alone.</param>
    /// <param name="vanishing">A column of Λ to set to 0, counted over all diagonals; -1 for none.</param>
    public static double[] Point(GeneralizedProblem problem, bool profiled = false, int vanishing = -1)
    {
        InnerProblem inner = problem.NewInner();
        GlmStart.Set(inner);
        inner.SolveProfiled(1e-10);
        double[] theta = new double[problem.Layout.Parameters.Length];
        int diagonal = -1;
        bool zero = false;
        for (int j = 0; j < theta.Length; j++)
        {
            CovarianceParameter parameter = problem.Layout.Parameters[j];
            if (parameter.Row == parameter.Column)
            {
                diagonal++;
                zero = diagonal == vanishing;
            }

            theta[j] = zero ? 0 : parameter.Row == parameter.Column ? 0.4 + (0.1 * j) : 0.15;
        }

        double[] beta = [.. inner.Beta.Select((b, j) => b + (0.03 * (j + 1)))];
        return profiled ? theta : [.. beta, .. theta];
    }

    /// <summary>The fourth-order difference of a criterion in one parameter.</summary>
    public static double Difference(IDifferentiable criterion, double[] point, int parameter, double step)
    {
        double At(double move)
        {
            double[] moved = [.. point];
            moved[parameter] += move;
            return criterion.Evaluate(moved, new double[point.Length]);
        }

        return ((8 * (At(step) - At(-step))) - (At(2 * step) - At(-2 * step))) / (12 * step);
    }

    private static FactorColumn Group(string name, int[] codes, int count) => new(name, [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"l{i}"))], codes);
}
