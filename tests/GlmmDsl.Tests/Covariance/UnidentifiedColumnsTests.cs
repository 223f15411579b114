using System.Collections.Immutable;
using GlmmDsl.Covariance;

namespace GlmmDsl.Tests.Covariance;

/// <summary>If the variances of some columns are not identified, a structure keeps the covariance of the other columns.</summary>
public class UnidentifiedColumnsTests
{
    public static TheoryData<string> Structures { get; } = ["unstructured", "diagonal", "compound", "deviations"];

    [Theory]
    [MemberData(nameof(Structures))]
    public void The_covariance_of_the_other_columns_stays(string kind)
    {
        CovarianceStructure structure = Make(kind);
        double[] theta = Theta(structure);
        foreach (int[] columns in Subsets(structure.Width))
        {
            double[] before = structure.Template(theta), after = structure.Template(structure.Without(columns, theta));
            ForRest(structure, columns, (r, c) => Assert.Equal(Product(structure, before, r, c), Product(structure, after, r, c), 1e-14));
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Parameters_of_these_columns_only_do_not_change_the_others(string kind)
    {
        CovarianceStructure structure = Make(kind);
        double[] theta = Theta(structure);
        foreach (int[] columns in Subsets(structure.Width))
        {
            bool[] owned = structure.OwnedBy(columns);
            for (int i = 0; i < owned.Length; i++)
            {
                double[] moved = [.. theta];
                moved[i] += 0.3;
                double[] before = structure.Template(theta), after = structure.Template(moved);
                double change = 0;
                ForRest(structure, columns, (r, c) => change += Math.Abs(Product(structure, before, r, c) - Product(structure, after, r, c)));
                Assert.Equal(owned[i], change < 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("unstructured")]
    [InlineData("diagonal")]
    [InlineData("deviations")]
    public void A_column_with_a_size_of_its_own_keeps_no_variance(string kind)
    {
        CovarianceStructure structure = Make(kind);
        for (int column = 0; column < structure.Width; column++)
        {
            double[] without = structure.Template(structure.Without([column], Theta(structure)));
            Assert.Equal(0, Product(structure, without, column, column));
        }
    }

    [Fact]
    public void Columns_that_share_a_size_keep_it_for_the_others()
    {
        var structure = new LogCompoundSymmetry(3);
        double[] theta = Theta(structure);
        Assert.Equal(theta, structure.Without([0], theta));
        Assert.Equal([false, false], structure.OwnedBy([0]));
        Assert.Equal([true, true], structure.OwnedBy([0, 1, 2]));
    }

    private static CovarianceStructure Make(string kind) => kind switch
    {
        "unstructured" => new UnstructuredCovariance(3),
        "diagonal" => new DiagonalCovariance(3),
        "compound" => new LogCompoundSymmetry(3),
        _ => new TwoDeviations(),
    };

    private static double[] Theta(CovarianceStructure structure) => [.. Enumerable.Range(0, structure.Count).Select(i => 0.4 + (0.17 * i))];

    private static IEnumerable<int[]> Subsets(int width) =>
        Enumerable.Range(1, (1 << width) - 2).Select(set => Enumerable.Range(0, width).Where(c => (set & (1 << c)) != 0).ToArray());

    private static void ForRest(CovarianceStructure structure, int[] columns, Action<int, int> action)
    {
        int[] rest = [.. Enumerable.Range(0, structure.Width).Except(columns)];
        foreach (int r in rest)
        {
            foreach (int c in rest)
            {
                action(r, c);
            }
        }
    }

    private static double Product(CovarianceStructure structure, double[] lambda, int row, int other) =>
        Enumerable.Range(0, structure.Width).Sum(c => lambda[(row * structure.Width) + c] * lambda[(other * structure.Width) + c]);

    /// <summary>Two standard deviations and a correlation: θ = (s₀, s₁, artanh ρ), Λ = (s₀, 0; s₁ρ, s₁√(1 − ρ²)).</summary>
    private sealed class TwoDeviations() : CovarianceStructure(2)
    {
        public override ImmutableArray<(int Row, int Column)> Entries { get; } = [(0, 0), (1, 0), (1, 1)];

        public override ImmutableArray<(int Row, int Column, int Vanishing)> Parameters { get; } = [(0, 0, 1), (1, 1, 1), (1, 0, 0)];

        public override void Fill(ReadOnlySpan<double> theta, Span<double> entries)
        {
            double rho = Math.Tanh(theta[2]);
            entries[0] = theta[0];
            entries[1] = theta[1] * rho;
            entries[2] = theta[1] * Math.Sqrt(1 - (rho * rho));
        }

        public override void Differentiate(ReadOnlySpan<double> theta, Span<double> jacobian)
        {
            double rho = Math.Tanh(theta[2]), root = Math.Sqrt(1 - (rho * rho));
            jacobian.Clear();
            jacobian[0] = 1;
            jacobian[4] = rho;
            jacobian[5] = theta[1] * root * root;
            jacobian[7] = root;
            jacobian[8] = -theta[1] * rho * root;
        }

        public override void AddCurvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, Span<double> hessian) => throw new NotSupportedException();

        public override double[] Start(ReadOnlySpan<double> sizes) => [sizes[0], sizes[1], 0];

        public override ImmutableArray<string> Names(string group, ImmutableArray<string> columns) => [group + ".sd0", group + ".sd1", group + ".artanh(rho)"];
    }
}
