using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Tests.Fitting;

/// <summary>
/// Families of random designs (sizes, crossings, nestings, copies, empty corners, weights, offsets, several terms per factor): both
/// factorisations agree with the dense textbook formulas, at θ near, far, and exactly singular.
/// </summary>
public class FactorisationFuzzTests
{
    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Both_paths_are_the_textbook_formulas(int batch)
    {
        for (int seed = 100 * batch; seed < (100 * batch) + 12; seed++)
        {
            var random = new Random(seed);
            ModelMatrices m = Design(random);
            bool reml = random.Next(2) == 0;
            var dense = new DenseModel(m);
            LinearMixedSolution blocked = Paths.Fit(m, reml, sparse: false);
            LinearMixedSolution sparse = Paths.Fit(m, reml, sparse: true);
            string name = $"seed {seed}, {m.Random.Length} terms";
            Assert.True(Math.Abs(blocked.Criterion - sparse.Criterion) < 1e-6, $"{name}: blocked {blocked.Criterion:R}, sparse {sparse.Criterion:R}");
            for (int i = 0; i < 4; i++)
            {
                double[] theta = [.. RandomDesign.Normals(random, blocked.Theta.Length).Select(t => random.Next(4) == 0 ? 0 : t * Math.Pow(10, i - 2))];
                double expected = dense.Criterion(theta, reml);
                double tolerance = 1e-8 * (1 + Math.Abs(expected));
                Assert.True(Math.Abs(expected - blocked.CriterionAt(theta)) < tolerance, $"{name}, blocked: {blocked.CriterionAt(theta):R} for {expected:R}");
                Assert.True(Math.Abs(expected - sparse.CriterionAt(theta)) < tolerance, $"{name}, sparse: {sparse.CriterionAt(theta):R} for {expected:R}");
                Assert.True(sparse.Criterion <= expected + 1e-6, $"{name}: {sparse.Criterion:R} is above {expected:R}");
            }

            Assert.Equal(dense.Criterion(sparse.Theta, reml), sparse.Criterion, 1e-7);
            Assert.True(sparse.Verdict != Verdict.NotConverged, $"{name}: {sparse.VerdictReason}");
        }
    }

    private static ModelMatrices Design(Random random)
    {
        int n = 40 + random.Next(50);
        double[][] columns = [RandomDesign.Ones(n), .. Enumerable.Range(0, random.Next(3)).Select(_ => RandomDesign.Normals(random, n))];
        double[] z = RandomDesign.Normals(random, n);
        var groups = new List<GroupingFactor>();
        var terms = ImmutableArray.CreateBuilder<RandomEffectsTerm>();
        int factors = 1 + random.Next(4);
        for (int f = 0; f < factors; f++)
        {
            GroupingFactor group = Group("g" + f, n, groups, random);
            groups.Add(group);
            double[]?[][] choices = [[null], [null], [null, z], [z], [null, columns[^1], z]];
            terms.Add(RandomDesign.Term(group, choices[random.Next(columns.Length > 1 ? 5 : 4)]));
            if (random.Next(5) == 0)
            {
                // A second term of the same factor.
                terms.Add(RandomDesign.Term(group, [RandomDesign.Normals(random, n)]));
            }
        }

        // With as many random effects as rows the optimum may lie at σ = 0: that outcome has tests of its own.
        while (terms.Count > 1 && terms.Sum(t => t.Width * t.Group.Levels.Length) > 0.7 * n)
        {
            terms.RemoveAt(terms.Count - 1);
        }

        double[] y = RandomDesign.Normals(random, n);
        foreach (RandomEffectsTerm term in terms)
        {
            double size = random.Next(3) == 0 ? 0 : 1;
            foreach (double[]? column in term.Columns)
            {
                double[] effects = RandomDesign.Normals(random, term.Group.Levels.Length);
                for (int i = 0; i < n; i++)
                {
                    y[i] += size * effects[term.Group.Codes[i]] * (column?[i] ?? 1);
                }
            }
        }

        return RandomDesign.Make(y, columns, terms.ToImmutable()) with
        {
            Weights = random.Next(3) == 0 ? [.. Enumerable.Range(0, n).Select(i => 0.5 + (i % 4))] : null,
            Offset = random.Next(4) == 0 ? RandomDesign.Normals(random, n) : null,
        };
    }

    /// <summary>Crossed at random, crossed locally, nested in an earlier one, or above an earlier one.</summary>
    private static GroupingFactor Group(string name, int n, List<GroupingFactor> earlier, Random random)
    {
        int levels = 2 + random.Next(9);
        int[] codes = random.Next(earlier.Count == 0 ? 2 : 4) switch
        {
            0 => [.. Enumerable.Range(0, n).Select(_ => random.Next(levels))],
            1 => [.. Enumerable.Range(0, n).Select(i => ((i * levels / n) + random.Next(2)) % levels)],
            2 => [.. earlier[^1].Codes.Select(c => (2 * c) + random.Next(2))],
            _ => [.. earlier[0].Codes.Select(c => c / 2)],
        };
        int[] present = [.. codes.Distinct().Order()];
        return RandomDesign.Factor(name, present.Length, [.. codes.Select(c => Array.IndexOf(present, c))]);
    }
}
