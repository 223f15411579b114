using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Separation;

/// <summary>
/// The limit of the likelihood of separated outcomes (Geyer 2009, Electron. J. Stat. 3, the limiting conditional model). Along a direction inside the cone of separating
/// directions, the rows that it decides are predicted with certainty, and the remaining rows keep a model of their own. A combination of
/// coefficients is finite if the remaining rows identify it. Otherwise it goes to +∞ or −∞ if all separating directions agree on the sign, and is undetermined if they do not.
/// Everything is over the kept coefficients, in user units.
/// </summary>
/// <param name="Direction">A direction inside the cone.</param>
/// <param name="NullSpace">A basis of the directions that the remaining rows do not identify.</param>
/// <param name="Sides">For each row of the design, +1 if its mean goes to the upper bound, −1 if it goes to the lower one, 0 if the row remains.</param>
/// <param name="Finite">Coefficients that give the remaining rows' linear predictors: one of many such vectors, which agree on everything that is identified.</param>
/// <param name="Sizes">The root mean square of every column.</param>
/// <param name="Generators">The decided rows in terms of <paramref name="NullSpace"/>, multiplied by their sides and scaled to length 1.</param>
internal sealed record SeparationLimit(double[] Direction, double[][] NullSpace, sbyte[] Sides, double[] Finite, double[] Sizes, double[][] Generators)
{
    /// <summary>A part along the null space below this share of the sum of its absolute terms counts as zero.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>An entry of a vector counts as rounding if it changes the rows by less than this share of the largest entry's change.</summary>
    private const double Rounding = 1e-10;

    private const int RowsBetweenChecks = 1024;

    /// <summary>Shares of the largest product below which a row counts as undecided: the first at which the direction is exact is used.</summary>
    private static readonly double[] Edges = [1e-5, 1e-7, 1e-9, 1e-11];

    /// <summary>The limit along a direction; null if an exact check shows that the direction does not separate.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="response">The family and link.</param>
    /// <param name="basis">The internal columns.</param>
    /// <param name="columns">The kept columns in the user's units, rows in the design's order.</param>
    /// <param name="direction">A separating direction, internal coefficients.</param>
    public static SeparationLimit? Along(GeneralizedRows rows, GeneralizedResponse response, FixedBasis basis, double[][] columns, double[] direction)
    {
        var cone = new SeparationCone(rows, response);
        double[] products = Products(rows.Fixed, direction, rows.Count);
        double largest = products.Max(Math.Abs);
        foreach (double edge in Edges)
        {
            double[][] space = cone.NullSpace(i => Math.Abs(products[i]) <= edge * largest);
            if (space.Length == 0)
            {
                continue;
            }

            var exact = new double[direction.Length];
            foreach (double[] vector in space)
            {
                VectorKernels.AddScaled(VectorKernels.Dot(vector, direction), vector, exact);
            }

            double[] moved = Products(rows.Fixed, exact, rows.Count);
            bool holds = true;
            for (int i = 0; i < moved.Length && holds; i++)
            {
                holds = Math.Abs(products[i]) <= edge * largest || moved[i] * cone.Sign(i) > 0;
            }

            if (holds)
            {
                var sides = new sbyte[rows.Count];
                for (int i = 0; i < sides.Length; i++)
                {
                    sides[rows.Order[i]] = Math.Abs(products[i]) <= edge * largest ? (sbyte)0 : cone.Sign(i);
                }

                return Of(basis.Coefficients(exact), [.. space.Select(vector => basis.Coefficients(vector))], sides, columns);
            }
        }

        return null;
    }

    /// <summary>This limit combined with that of the remaining rows if their outcomes are separated too: taken far enough, the first direction outweighs the second.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="response">The family and link.</param>
    /// <param name="basis">The internal columns.</param>
    /// <param name="columns">The kept columns in the user's units.</param>
    /// <param name="next">The direction that the remaining rows add.</param>
    /// <param name="sides">The sides of all rows.</param>
    public SeparationLimit Then(GeneralizedRows rows, GeneralizedResponse response, FixedBasis basis, double[][] columns, double[] next, sbyte[] sides)
    {
        double[] first = Products(columns, Direction, sides.Length), second = Products(columns, next, sides.Length);
        double least = double.PositiveInfinity, most = 0;
        for (int i = 0; i < sides.Length; i++)
        {
            if (Sides[i] != 0)
            {
                least = Math.Min(least, Math.Abs(first[i]));
                most = Math.Max(most, Math.Abs(second[i]));
            }
        }

        double length = most > 0 ? 2 * most / least : 1;
        double[] sum = [.. next];
        VectorKernels.AddScaled(length, Direction, sum);
        double[][] space = new SeparationCone(rows, response).NullSpace(i => sides[rows.Order[i]] == 0);
        return Of(sum, [.. space.Select(vector => basis.Coefficients(vector))], sides, columns);
    }

    /// <summary>Where a combination of the coefficients goes.</summary>
    /// <param name="combination">Its weights, one per kept coefficient.</param>
    /// <returns>0 if it is finite, +1 for +∞, −1 for −∞; null if the data do not decide.</returns>
    public int? SideOf(double[] combination)
    {
        var part = new double[NullSpace.Length];
        bool isFinite = true;
        double product = 0;
        for (int k = 0; k < part.Length; k++)
        {
            double size = 0;
            for (int j = 0; j < combination.Length; j++)
            {
                part[k] += NullSpace[k][j] * combination[j];
                size += Math.Abs(NullSpace[k][j] * combination[j]);
            }

            isFinite &= !(Math.Abs(part[k]) > Tolerance * size);
        }

        if (isFinite)
        {
            return 0;
        }

        double sizes = 0;
        for (int j = 0; j < combination.Length; j++)
        {
            product += Direction[j] * combination[j];
            sizes += Math.Abs(Direction[j] * combination[j]);
        }

        int side = Math.Abs(product) > Tolerance * sizes ? Math.Sign(product) : 0;
        return side != 0 && ConvexCone.Contains(Generators, [.. part.Select(p => side * p)]) ? side : null;
    }

    /// <summary>Where the coefficient of a column goes, as <see cref="SideOf"/> says.</summary>
    public int? SideOfCoefficient(int column)
    {
        var unit = new double[Finite.Length];
        unit[column] = 1;
        return SideOf(unit);
    }

    /// <summary>The limits of the coefficients: numbers, ±∞, or NaN where the data do not decide.</summary>
    public double[] Coefficients() => [.. Finite.Select((beta, j) => Value(SideOfCoefficient(j), beta))];

    /// <summary>Adds Xβ̂ of rows to their linear predictors: ±∞ where the separation decides the row, NaN where it leaves the side open.</summary>
    /// <param name="columns">The kept columns.</param>
    /// <param name="predictor">Receives the sums, one per row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public void AddFixedPart(IReadOnlyList<double[]> columns, double[] predictor, CancellationToken cancellationToken)
    {
        var row = new double[columns.Count];
        for (int i = 0; i < predictor.Length; i++)
        {
            if (i % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double sum = 0;
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = columns[j][i];
                sum += row[j] * Finite[j];
            }

            predictor[i] += double.IsNaN(sum) && row.Any(double.IsNaN) ? double.NaN : Value(SideOf(row), sum);
        }
    }

    /// <summary>The value on a side: the finite value, ±∞, or NaN.</summary>
    public static double Value(int? side, double finite) => side switch
    {
        null => double.NaN,
        0 => finite,
        > 0 => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };

    private static SeparationLimit Of(double[] direction, double[][] space, sbyte[] sides, double[][] columns)
    {
        int p = direction.Length;
        double[] sizes = [.. columns.Select(c => Math.Sqrt(VectorKernels.Dot(c, c) / Math.Max(c.Length, 1)))];
        direction = Cleaned(direction, sizes);
        space = [.. space.Select(n => Cleaned(n, sizes))];
        var generators = new List<double[]>();
        double[][] parts = [.. space.Select(n => Products(columns, n, sides.Length))];
        for (int i = 0; i < sides.Length; i++)
        {
            // In one dimension all rows agree.
            if (sides[i] != 0 && (space.Length > 1 || generators.Count == 0))
            {
                double[] row = [.. parts.Select(part => sides[i] * part[i])];
                double length = Math.Sqrt(VectorKernels.Dot(row, row));
                generators.Add([.. row.Select(v => v / length)]);
            }
        }

        return new SeparationLimit(direction, space, sides, new double[p], sizes, [.. generators]);
    }

    /// <summary>The vector with entries set to 0 whose effect on the rows is mere rounding compared with the others.</summary>
    private static double[] Cleaned(double[] vector, double[] sizes)
    {
        double most = vector.Select((v, j) => Math.Abs(v) * sizes[j]).Max();
        return [.. vector.Select((v, j) => Math.Abs(v) * sizes[j] < Rounding * most ? 0 : v)];
    }

    private static double[] Products(double[][] columns, double[] direction, int count)
    {
        var products = new double[count];
        for (int j = 0; j < direction.Length; j++)
        {
            VectorKernels.AddScaled(direction[j], columns[j], products);
        }

        return products;
    }
}
