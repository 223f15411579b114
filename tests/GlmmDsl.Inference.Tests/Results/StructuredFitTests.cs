using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Tests.Results;

/// <summary>What is computed from fits with covariance structures, against the same from the marginal covariance V written out.</summary>
public sealed class StructuredFitTests
{
    private const int Times = 4;

    private static readonly Table Rows = Series();

    public static TheoryData<string> Structures { get; } = ["ar1", "hetar1", "cs", "homcs", "toep", "homtoep", "homdiag"];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Predictions_and_their_errors_are_Hendersons_in_known_cells_cells_without_rows_and_new_groups(string structure)
    {
        MixedModelFit fit = Fit(structure);
        var dense = new Dense(fit);
        Table cells = Read("y,g,t,x\n0,u01,1,0.5\n0,u03,4,-1\n0,u07,2,0\n0,new,3,2\n");

        ImmutableArray<Prediction> conditional = fit.PredictInterval(cells, PredictionOf.ConditionalMean, newLevels: NewLevels.Population);
        ImmutableArray<Prediction> observation = fit.PredictInterval(cells, PredictionOf.NewObservation, newLevels: NewLevels.Population);

        (string Group, int Time, double X)[] places = [("u01", 1, 0.5), ("u03", 4, -1), ("u07", 2, 0), ("new", 3, 2)];
        for (int i = 0; i < places.Length; i++)
        {
            (double value, double variance) = dense.Predict(places[i].Group, places[i].Time, places[i].X);
            Assert.Equal(value, conditional[i].Value, 1e-8);
            Assert.Equal(Math.Sqrt(variance), conditional[i].StandardError, 1e-7);
            Assert.Equal(Math.Sqrt(variance + (fit.Sigma * fit.Sigma)), observation[i].StandardError, 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Hat_values_are_those_of_the_marginal_projection(string structure)
    {
        MixedModelFit fit = Fit(structure);
        double[] expected = [.. new Dense(fit).Projection().Diagonal().Select(p => 1 - (fit.Sigma * fit.Sigma * p))];

        Assert.All(fit.Influence().HatValues.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
    }

    [Theory]
    [InlineData("ar1")]
    [InlineData("homcs")]
    [InlineData("hetar1")]
    [InlineData("cs")]
    public void Satterthwaites_degrees_of_freedom_are_those_of_differences_of_the_dense_criterion(string structure)
    {
        MixedModelFit fit = Fit(structure);
        var dense = new Dense(fit);
        FixedEffectsTests tests = fit.Satterthwaite();

        double[] expected = dense.Satterthwaite(structure);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], tests.Coefficients[i].DegreesOfFreedom, 2e-3 * expected[i]);
        }
    }

    [Fact]
    public void Tests_of_a_slope_beside_an_autoregression_are_those_of_dense_formulas_in_R()
    {
        // sleepstudy, REML, V = σ²I + s²ρ^|i−j|: derivatives of V in (σ², s², ρ), the Hessian by differences.
        MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + ar1(0 + factor(Days) | Subject)", ReferenceCase.Load("sleep_ris").Data());

        Assert.Equal(1734.186468, -2 * fit.LogLikelihood.Value, 1e-5);
        FixedEffectsTests satterthwaite = fit.Satterthwaite(), kenwardRoger = fit.KenwardRoger();
        Assert.Equal(32.3305, satterthwaite.Coefficients["(Intercept)"].DegreesOfFreedom, 2e-3);
        Assert.Equal(60.0229, satterthwaite.Coefficients["Days"].DegreesOfFreedom, 2e-3);
        Assert.Equal(33.6822, kenwardRoger.Coefficients["(Intercept)"].DegreesOfFreedom, 2e-3);
        Assert.Equal(63.2356, kenwardRoger.Coefficients["Days"].DegreesOfFreedom, 2e-3);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_saved_fit_gives_the_same_predictions_variances_and_tests(string structure)
    {
        MixedModelFit fit = Fit(structure);
        using var stream = new MemoryStream();
        fit.Save(stream);
        stream.Position = 0;

        MixedModelFit loaded = MixedModelFit.Load(stream);

        Table cells = Read("y,g,t,x\n0,u01,1,0.5\n0,u03,4,-1\n");
        Assert.Equal(fit.PredictInterval(cells, PredictionOf.ConditionalMean).Select(p => p.StandardError), loaded.PredictInterval(cells, PredictionOf.ConditionalMean).Select(p => p.StandardError), Near(1e-9));
        Assert.Equal(Components(fit).ToJsonString(), Components(loaded).ToJsonString());
        Assert.Equal(fit.Satterthwaite().Coefficients.Select(c => c.DegreesOfFreedom), loaded.Satterthwaite().Coefficients.Select(c => c.DegreesOfFreedom), Near(1e-6));
        Assert.Equal(Effects(fit), Effects(loaded));

        static string Effects(MixedModelFit fit) => fit.ToString()[fit.ToString().IndexOf("Random effects", StringComparison.Ordinal)..];
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Cross_products_of_parts_give_the_fit_of_the_rows(string structure)
    {
        Formula formula = Formula.Parse(Text(structure));
        string[] lines = Lines();
        Table[] parts = [.. lines.Chunk(50).Select(chunk => Read("g,t,x,y\n" + string.Join('\n', chunk) + "\n"))];

        MixedModelFit fit = MixedModel.Fit(parts.Select(p => CrossProducts.Of(formula, p)).Aggregate(CrossProducts.Merge)), rows = Fit(structure);

        Assert.Equal(rows.LogLikelihood.Value, fit.LogLikelihood.Value, 1e-7);
        Assert.Equal(rows.Coefficients.Select(c => c.StandardError), fit.Coefficients.Select(c => c.StandardError), Near(1e-5));
        double[] sizes = Deviations(rows), others = Deviations(fit);
        Assert.All(sizes.Zip(others), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Simulated_responses_have_the_covariance_of_the_fit()
    {
        const int Draws = 400;
        MixedModelFit fit = Fit("ar1");
        var dense = new Dense(fit);
        Matrix<double> v = dense.Marginal();
        double[] mean = fit.PredictPopulation(Rows);
        double[][] draws = fit.Simulate(Draws, seed: 5);
        Assert.Equal(draws[7], fit.Simulate(Draws, seed: 5)[7]);

        // Averages of products over all pairs of rows of one group at one distance in time.
        for (int distance = 0; distance < Times; distance++)
        {
            double sum = 0, expected = 0;
            int count = 0;
            for (int i = 0; i < mean.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (dense.Group(i) == dense.Group(j) && Math.Abs(dense.Time(i) - dense.Time(j)) == distance)
                    {
                        count++;
                        expected += v[i, j];
                        sum += draws.Average(d => (d[i] - mean[i]) * (d[j] - mean[j]));
                    }
                }
            }

            Assert.Equal(expected / count, sum / count, 0.06 * v[0, 0]);
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void The_shares_of_variance_are_those_of_the_rows_own_variances(string structure)
    {
        MixedModelFit fit = Fit(structure);
        var dense = new Dense(fit);

        // The mean over the rows of the variance of their random effects.
        double random = Enumerable.Range(0, Rows.RowCount).Average(dense.RandomVariance);

        Assert.Equal(random / (random + (fit.Sigma * fit.Sigma)), fit.IntraclassCorrelation.Adjusted, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Refits_start_anywhere_and_end_where_the_fit_is(string structure)
    {
        MixedModelFit fit = Fit(structure);
        double[] away = [.. fit.Theta.Select((t, i) => (0.7 * t) + (0.1 * (i + 1)))];

        Assert.Equal(fit.LogLikelihood.Value, fit.RefitFrom(away).LogLikelihood.Value, 1e-6);
    }

    private static EqualityComparer<double> Near(double tolerance) => EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)), _ => 0);

    private static MixedModelFit Fit(string structure) => MixedModel.Fit(Text(structure), Rows);

    private static string Text(string structure) => $"y ~ x + {structure}(0 + factor(t) | g)";

    private static JsonArray Components(MixedModelFit fit) => JsonNode.Parse(fit.ToJson())!["varCorr"]!.AsArray();

    private static double[] Deviations(MixedModelFit fit) => [.. Components(fit)[0]!["sd"]!.AsArray().Select(s => (double)s!)];

    /// <summary>The first times of seriessim with the response <c>het</c>, but without the fourth time of u03.</summary>
    private static string[] Lines()
    {
        string[] all = File.ReadAllLines(Path.Combine(GlmmDsl.Tests.Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "seriessim.csv"));
        string[] header = all[0].Split(',');
        int[] at = [.. new[] { "g", "t", "x", "het" }.Select(n => Array.IndexOf(header, n))];
        return [.. all.Skip(1).Select(l => l.Split(',')).Select(f => at.Select(a => f[a]).ToArray())
            .Where(f => int.Parse(f[1], System.Globalization.CultureInfo.InvariantCulture) <= Times && !(f[0] == "u03" && f[1] == "4")).Select(f => string.Join(',', f))];
    }

    private static Table Series() => Read("g,t,x,y\n" + string.Join('\n', Lines()) + "\n");

    private static Table Read(string csv) => Table.ReadCsv(new StringReader(csv));

    /// <summary>V, and what follows from it, of a fit's standard deviations and correlations.</summary>
    private sealed class Dense
    {
        private readonly string[] groups;
        private readonly int[] times;
        private readonly Matrix<double> x;
        private readonly Vector<double> y;
        private readonly Matrix<double> effects;
        private readonly double sigma;
        private readonly double[] sd;
        private readonly double rho;

        public Dense(MixedModelFit fit)
        {
            string[][] fields = [.. Lines().Select(l => l.Split(','))];
            groups = [.. fields.Select(f => f[0])];
            times = [.. fields.Select(f => int.Parse(f[1], System.Globalization.CultureInfo.InvariantCulture) - 1)];
            x = Matrix<double>.Build.Dense(fields.Length, 2, (i, j) => j == 0 ? 1 : double.Parse(fields[i][2], System.Globalization.CultureInfo.InvariantCulture));
            y = Vector<double>.Build.Dense(fields.Length, i => double.Parse(fields[i][3], System.Globalization.CultureInfo.InvariantCulture));
            JsonNode term = Components(fit)[0]!;
            sd = Deviations(fit);
            effects = Matrix<double>.Build.Dense(Times, Times, (i, j) => sd[i] * sd[j] * (i == j ? 1 : (double?)term["corr"]![i]![j] ?? 0));
            sigma = fit.Sigma;
            rho = (double?)term["corr"]![1]![0] ?? 0;
        }

        public string Group(int row) => groups[row];

        public int Time(int row) => times[row];

        public double RandomVariance(int row) => effects[times[row], times[row]];

        public Matrix<double> Marginal() => Marginal(effects, sigma * sigma);

        public Matrix<double> Projection()
        {
            Matrix<double> inverse = Marginal().Inverse(), solved = inverse * x;
            return inverse - (solved * (x.TransposeThisAndMultiply(solved)).Inverse() * solved.Transpose());
        }

        /// <summary>The value and the error variance of a cell's conditional mean.</summary>
        public (double Value, double Variance) Predict(string group, int time, double value)
        {
            Matrix<double> inverse = Marginal().Inverse(), covariance = x.TransposeThisAndMultiply(inverse * x).Inverse();
            Vector<double> beta = covariance * x.TransposeThisAndMultiply(inverse * y);
            var row = Vector<double>.Build.DenseOfArray([1, value]);
            var k = Vector<double>.Build.Dense(groups.Length, i => groups[i] == group ? effects[times[i], time - 1] : 0);
            Vector<double> weights = inverse * k, rest = row - x.TransposeThisAndMultiply(weights);
            return (row.DotProduct(beta) + weights.DotProduct(y - (x * beta)), effects[time - 1, time - 1] - k.DotProduct(weights) + rest.DotProduct(covariance * rest));
        }

        /// <summary>2v²/(gᵀAg), A twice the inverse Hessian of the REML criterion in (standard deviations, correlation, σ²), all by differences.</summary>
        public double[] Satterthwaite(string structure)
        {
            bool one = structure is "ar1" or "homcs";
            double[] point = [.. one ? [sd[0]] : sd, rho, sigma * sigma];
            int n = point.Length;
            var hessian = Matrix<double>.Build.Dense(n, n);
            double[] steps = [.. point.Select(p => 1e-3 * Math.Max(0.1, Math.Abs(p)))];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    double sum = 0;
                    foreach ((int a, int b) in new[] { (1, 1), (1, -1), (-1, 1), (-1, -1) })
                    {
                        double[] moved = [.. point];
                        moved[i] += a * steps[i];
                        moved[j] += b * steps[j];
                        sum += a * b * At(moved).Criterion;
                    }

                    hessian[i, j] = hessian[j, i] = sum / (4 * steps[i] * steps[j]);
                }
            }

            Matrix<double> spread = 2 * hessian.Inverse();
            return [.. Enumerable.Range(0, 2).Select(c =>
            {
                var slope = Vector<double>.Build.Dense(n, i =>
                {
                    double[] up = [.. point], down = [.. point];
                    up[i] += steps[i];
                    down[i] -= steps[i];
                    return (At(up).Covariance[c, c] - At(down).Covariance[c, c]) / (2 * steps[i]);
                });
                double variance = At(point).Covariance[c, c];
                return 2 * variance * variance / slope.DotProduct(spread * slope);
            })];

            (double Criterion, Matrix<double> Covariance) At(double[] p)
            {
                double r = p[n - 2];
                var moved = Matrix<double>.Build.Dense(Times, Times, (i, j) =>
                    p[one ? 0 : i] * p[one ? 0 : j] * (i == j ? 1 : structure.EndsWith("ar1", StringComparison.Ordinal) ? Math.Pow(r, Math.Abs(i - j)) : r));
                var factor = Marginal(moved, p[n - 1]).Cholesky();
                Matrix<double> information = x.TransposeThisAndMultiply(factor.Solve(x));
                Vector<double> residual = y - (x * information.Solve(x.TransposeThisAndMultiply(factor.Solve(y))));
                return (factor.DeterminantLn + Math.Log(information.Determinant()) + residual.DotProduct(factor.Solve(residual)), information.Inverse());
            }
        }

        private Matrix<double> Marginal(Matrix<double> covariance, double residual) => Matrix<double>.Build.Dense(
            groups.Length, groups.Length, (i, j) => (i == j ? residual : 0) + (groups[i] == groups[j] ? covariance[times[i], times[j]] : 0));
    }
}
