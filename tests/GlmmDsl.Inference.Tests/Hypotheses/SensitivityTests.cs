using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Search;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Tests.Hypotheses;

/// <summary>What the methods take from the engine, against matrices of the rows, on both factorisations.</summary>
public sealed class SensitivityTests
{
    public static TheoryData<string, int> Models => new()
    {
        { "y ~ x + a + (1 | g)", 3 },
        { "y ~ x * a + (1 + x | g)", 3 },
        { "y ~ x + (1 + x | g) + (1 | h)", 3 },
        { "y ~ a + (1 | g/k)", 1 },
        { "y ~ a * z + (1 | g) + (1 | h) + (0 + x | h)", 2 },
        { "y ~ x + (1 + x + z || g) + (1 | h)", 0 },
        { "y ~ a + (1 + x | h) + (1 + z | g)", 0 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Kenward_and_Rogers_quantities_are_those_of_the_rows(string formula, int effect)
    {
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            LinearMixedSolution solution = Solve(Matrices(formula, effect), path);
            VarianceSensitivity sensitivity = solution.KenwardRoger(Information.Expected, CancellationToken.None);

            Matrix<double> adjusted = Dense(solution, out double[] df);

            for (int i = 0; i < solution.Beta.Length; i++)
            {
                double scale = Math.Sqrt(adjusted[i, i]);
                for (int j = 0; j < solution.Beta.Length; j++)
                {
                    Assert.Equal(adjusted[i, j], sensitivity.AdjustedCovariance[i, j], 1e-6 * scale * Math.Sqrt(adjusted[j, j]));
                }

                Assert.Equal(df[i], Df(sensitivity, solution.Covariance, i), 1e-5 * df[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Both_factorisations_give_one_Satterthwaite(string formula, int effect)
    {
        ModelMatrices matrices = Matrices(formula, effect);
        LinearMixedSolution blocked = Solve(matrices, FactorisationPath.Blocked);
        LinearMixedSolution sparse = Solve(matrices, FactorisationPath.Sparse);
        if (blocked.Verdict != sparse.Verdict)
        {
            return;
        }

        VarianceSensitivity first = blocked.Satterthwaite(CancellationToken.None);
        VarianceSensitivity second = sparse.Satterthwaite(CancellationToken.None);
        for (int i = 0; i < blocked.Beta.Length; i++)
        {
            double df = Df(first, blocked.Covariance, i);
            Assert.Equal(df, Df(second, sparse.Covariance, i), 1e-3 * df);
        }
    }

    [Fact]
    public void The_first_parameter_is_the_scale_of_V()
    {
        LinearMixedSolution solution = Solve(Matrices("y ~ x * a + (1 + x | g) + (1 | h)", 3), FactorisationPath.Blocked);
        Matrix<double> v = Covariance(solution, Derivatives(solution));
        Matrix<double> x = Fixed(solution);
        Matrix<double> expected = (x.Transpose() * v.Inverse() * x).Inverse();

        foreach (VarianceSensitivity sensitivity in new[]
        {
            solution.Satterthwaite(CancellationToken.None),
            solution.KenwardRoger(Information.Expected, CancellationToken.None),
            solution.KenwardRoger(Information.Observed, CancellationToken.None),
        })
        {
            Assert.Equal(solution.Theta.Length + 1, sensitivity.Derivatives.Length);
            Assert.Equal(expected[1, 1], sensitivity.Derivatives[0][1, 1], 1e-8 * expected[1, 1]);
        }
    }

    private static double Df(VarianceSensitivity sensitivity, double[,] covariance, int i)
    {
        double sum = 0;
        for (int a = 0; a < sensitivity.Derivatives.Length; a++)
        {
            for (int b = 0; b < sensitivity.Derivatives.Length; b++)
            {
                sum += sensitivity.ParameterCovariance[a, b] * sensitivity.Derivatives[a][i, i] * sensitivity.Derivatives[b][i, i];
            }
        }

        return 2 * covariance[i, i] * covariance[i, i] / sum;
    }

    /// <summary>Kenward and Roger (1997) with n × n matrices, in σ² and the elements of each Σ.</summary>
    private static Matrix<double> Dense(LinearMixedSolution solution, out double[] df)
    {
        Matrix<double>[] g = Derivatives(solution);
        Matrix<double> x = Fixed(solution);
        Matrix<double> inverse = Covariance(solution, g).Inverse();
        Matrix<double> phi = (x.Transpose() * inverse * x).Inverse();
        Matrix<double>[] p = [.. g.Select(gi => -(x.Transpose() * inverse * gi * inverse * x))];
        var information = Matrix<double>.Build.Dense(g.Length, g.Length);
        var q = new Matrix<double>[g.Length, g.Length];
        for (int i = 0; i < g.Length; i++)
        {
            for (int j = 0; j < g.Length; j++)
            {
                q[i, j] = x.Transpose() * inverse * g[i] * inverse * g[j] * inverse * x;
                information[i, j] = ((inverse * g[i] * inverse * g[j]).Trace() - (2 * (phi * q[i, j]).Trace()) + (phi * p[i] * phi * p[j]).Trace()) / 2;
            }
        }

        Matrix<double> w = information.Inverse();
        Matrix<double> sum = Matrix<double>.Build.Dense(phi.RowCount, phi.RowCount);
        for (int i = 0; i < g.Length; i++)
        {
            for (int j = 0; j < g.Length; j++)
            {
                sum += w[i, j] * (q[i, j] - (p[i] * phi * p[j]));
            }
        }

        df = new double[phi.RowCount];
        for (int k = 0; k < df.Length; k++)
        {
            double[] change = [.. p.Select(pi => (phi * pi * phi)[k, k])];
            df[k] = 2 * phi[k, k] * phi[k, k] / change.Select((c, i) => change.Select((d, j) => w[i, j] * c * d).Sum()).Sum();
        }

        return phi + (2 * phi * sum * phi);
    }

    private static Matrix<double> Fixed(LinearMixedSolution solution) => Matrix<double>.Build.DenseOfColumnArrays(solution.Kept.Select(k => solution.Matrices.FixedColumns[k]));

    private static Matrix<double> Covariance(LinearMixedSolution solution, Matrix<double>[] g)
    {
        // θ by terms gives the elements of Σ in the order of the derivatives.
        Matrix<double> v = solution.Sigma * solution.Sigma * g[0];
        int at = 1;
        int first = 0;
        foreach (RandomEffectsTerm term in solution.Matrices.Random)
        {
            int k = term.Width;
            var lambda = Matrix<double>.Build.Dense(k, k);
            for (int c = 0; c < k; c++)
            {
                for (int r = c; r < k; r++)
                {
                    lambda[r, c] = solution.Theta[first++];
                }
            }

            Matrix<double> sigma = solution.Sigma * solution.Sigma * lambda * lambda.Transpose();
            for (int c = 0; c < k; c++)
            {
                for (int r = c; r < k; r++)
                {
                    v += sigma[r, c] * g[at++];
                }
            }
        }

        return v;
    }

    private static Matrix<double>[] Derivatives(LinearMixedSolution solution)
    {
        ModelMatrices m = solution.Matrices;
        var result = new List<Matrix<double>> { Matrix<double>.Build.Dense(m.RowCount, m.RowCount, (i, j) => i == j ? 1 / (m.Weights?[i] ?? 1) : 0) };
        foreach (RandomEffectsTerm term in m.Random)
        {
            for (int c = 0; c < term.Width; c++)
            {
                for (int r = c; r < term.Width; r++)
                {
                    (double[]? left, double[]? right) = (term.Columns[r], term.Columns[c]);
                    double share = r == c ? 1 : 2;
                    result.Add(Matrix<double>.Build.Dense(m.RowCount, m.RowCount, (i, j) => term.Group.Codes[i] != term.Group.Codes[j]
                        ? 0
                        : share / 2 * (((left?[i] ?? 1) * (right?[j] ?? 1)) + ((right?[i] ?? 1) * (left?[j] ?? 1)))));
                }
            }
        }

        return [.. result];
    }

    [Theory]
    [InlineData("y ~ a * x * z + (1 | g)")]
    [InlineData("y ~ a * x * z + (1 | g) + (1 | h)")]
    public void A_rotated_fixed_part_gives_the_same_tests(string formula)
    {
        ModelMatrices matrices = Matrices(formula, 1);
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            LinearMixedSolution plain = Solve(matrices, new ForcedChoices(path, false));
            LinearMixedSolution rotated = LinearProblem.Create(matrices, CancellationToken.None, new ForcedChoices(path, true)).At(plain.Theta, reml: true);

            Assert.True(rotated.Problem.System.FixedCount < rotated.Problem.System.Rank);
            Same(plain.Satterthwaite(CancellationToken.None), rotated.Satterthwaite(CancellationToken.None));
            Same(plain.KenwardRoger(Information.Expected, CancellationToken.None), rotated.KenwardRoger(Information.Expected, CancellationToken.None));
            Same(plain.KenwardRoger(Information.Observed, CancellationToken.None), rotated.KenwardRoger(Information.Observed, CancellationToken.None));
        }

        static void Same(VarianceSensitivity expected, VarianceSensitivity actual)
        {
            Close(expected.AdjustedCovariance, actual.AdjustedCovariance);
            Close(expected.ParameterCovariance, actual.ParameterCovariance);
            foreach ((double[,] one, double[,] other) in expected.Derivatives.Zip(actual.Derivatives))
            {
                Close(one, other);
            }
        }

        static void Close(double[,] expected, double[,] actual)
        {
            double size = expected.Cast<double>().Max(Math.Abs);
            foreach ((double one, double other) in expected.Cast<double>().Zip(actual.Cast<double>()))
            {
                Assert.Equal(one, other, 1e-5 * size);
            }
        }
    }

    private static LinearMixedSolution Solve(ModelMatrices matrices, FactorisationPath path) => Solve(matrices, new ForcedChoices(path));

    private static LinearMixedSolution Solve(ModelMatrices matrices, ForcedChoices path) =>
        LinearProblem.Create(matrices, CancellationToken.None, path).Solve(new SearchOptions { IsReml = true }, null, CancellationToken.None);

    /// <param name="formula">The model.</param>
    /// <param name="effect">How large the random effects are: with 0 the variances come out at or near zero.</param>
    private static ModelMatrices Matrices(string formula, int effect)
    {
        var text = new System.Text.StringBuilder("y,x,z,a,g,h,k,w\n");
        uint state = 12345;
        for (int i = 0; i < 70; i++)
        {
            int g = (int)(Next() * 6);
            int h = (int)(Next() * 5);
            int k = (int)(Next() * 3);
            double x = Math.Round(Next() * 4, 2);
            double y = (0.5 * x) + (effect * ((g * 37 % 7) - 3) / 3.0) + (effect * ((h * 23 % 5) - 2) / 2.0) + (effect * x * ((g * 11 % 5) - 2) / 10.0) + (effect * ((g + (k * 2)) % 3) / 2.0) + (4 * Next());
            text.Append(CultureInfo.InvariantCulture, $"{y:R},{x},{Math.Round(Next(), 2)},{"pqr"[(int)(Next() * 3)]},g{g},h{h},k{k},{1 + (i % 3)}\n");
        }

        return MixedModel.Fit(Formula.Parse(formula), Table.ReadCsv(new StringReader(text.ToString())), new FitOptions { Weights = "w", WeightKind = WeightKind.Precision }).Underlying.Matrices;

        double Next()
        {
            state = (state * 1664525) + 1013904223;
            return state / 4294967296.0;
        }
    }
}
