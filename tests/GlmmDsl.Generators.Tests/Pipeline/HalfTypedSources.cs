using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Tests.Pipeline;

/// <summary>The generator runs at every keystroke, over sources that are wrong most of the time: it must never fail (CS8785) and always come to an end.</summary>
public sealed class HalfTypedSources
{
    private const string Trial = """
        namespace Trials
        {
            public enum Arm { Placebo, Drug, [Obsolete] Old }

            public record Person(string Patient, [property: Factor("f", "m")] string Sex);

            public sealed record Visit(double Score, double? Week, Arm Arm, string Patient, int Site, [property: Column("2nd day")] double Second) : Person(Patient, "f");

            [LinearMixedModel<Visit>("log(Score) ~ Week * Arm + I(Week^2) + (Week | Patient/Site)", Missing = MissingValues.Omit, Weights = "Second", Contrasts = "Arm=sum")]
            public sealed partial class Trial;

            public static partial class Outer
            {
                [GeneralizedLinearMixedModel<Visit>("Site ~ poly(Week, 2) + Twice(Second) + (1 | Patient)", Family.Poisson, Link = Link.Sqrt, Offset = "log(Second)")]
                internal sealed partial class Counts
                {
                    public static double Twice(double x) => 2 * x;
                }
            }
        }
        """;

    private const string Herds = """
        public class Box<T> { public class Row { public double Y { get; init; } public T X; public bool? B; } }

        [LinearMixedModel<Box<double>.Row>("Y ~ X + B + (X || B)")]
        public sealed partial class Model;

        [GeneralizedLinearMixedModel<Herd>("cbind(Ill, Size - Ill) ~ Period + (1 | Name)", Family.Binomial)]
        sealed partial class Herds;

        public readonly struct Herd { public int Ill { get; } public int Size { get; } public Guid Name { get; } public DateOnly Period { get; } }
        """;

    private static readonly string[] Pieces =
    [
        "namespace { ", "namespace N { ", "namespace Trials;", "partial class Outer { ", "partial class Outer<T> { ", "}", "{", "<", ">", "<Visit, Visit>", "<T>", "<- Row>", "(", ")", "\"", "\\",
        ", ", ";", "[", "]", "@", "class ", "record ", "struct ", "static ", "file ", "sealed partial class Trial;", "[LinearMixedModel<Visit>(\"Score ~ 1\")] ", "Missing = ", " ~ ", "|", "||", "/",
        "default", "null", "typeof(int)", "(Family)99", "\0", "\u202e", "é", "名", "~ (((", "^9", "poly(", "factor(Site)", "0 + ",
    ];

    [Theory]
    [InlineData("namespace { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Model; }")]
    [InlineData("namespace N. { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Model; }")]
    [InlineData("[LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial record Model;")]
    [InlineData("[LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class model;")]
    [InlineData("public partial class Model { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Model; }")]
    [InlineData("namespace A.B { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class C; } namespace A { public partial class B { [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class C; } }")]
    [InlineData("public partial class B { [LinearMixedModel<Row>(\"Y ~ X\")] public sealed partial class C; } public partial struct B { [LinearMixedModel<Row>(\"Y ~ X\")] public sealed partial class C; }")]
    [InlineData("[LinearMixedModel<Row, Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Half;")]
    [InlineData("[LinearMixedModel<- Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Half;")]
    [InlineData("[LinearMixedModel<>(\"Y ~ X + (1 | G)\")] public sealed partial class Half;")]
    [InlineData("[LinearMixedModel<Row>(Formula = )] public sealed partial class Half;")]
    [InlineData("public partial class Outer<T> { [LinearMixedModel<T>(\"Y ~ X + (1 | G)\")] sealed partial class Half; }")]
    [InlineData("public partial class Outer<T> { public sealed record R(double Y); [LinearMixedModel<R>(\"Y ~ 1\")] sealed partial class Half; }")]
    [InlineData("public partial class Outer<T> { public sealed record R(double Y); } [LinearMixedModel<Outer<>.R>(\"Y ~ 1\")] sealed partial class Half;")]
    [InlineData("[LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class क्‍ष;")]
    [InlineData("[LinearMixedModel<(double Y, double X, string G)>(\"Y ~ X + (1 | G)\")] public sealed partial class Half;")]
    public void A_half_typed_source_does_not_make_the_generator_fail(string typed)
    {
        const string whole = "public sealed record Row(double Y, double X, string G); [LinearMixedModel<Row>(\"Y ~ X + (1 | G)\")] public sealed partial class Model; ";
        GeneratorRunResult result = TypedCompilation.Driver().RunGenerators(TypedCompilation.Create("Test", [whole, typed])).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
    }

    /// <summary>Each step is an edit of the source before it, as typing is, so that the driver's cached steps are tried too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_edits_of_models_do_not_make_the_generator_fail(int seed)
    {
        var random = new Random(seed);
        CSharpCompilation compilation = TypedCompilation.Create("Test", [Trial, Herds]);

        // Tracking of steps fails by itself where a step had no output before and has one now.
        GeneratorDriver driver = TypedCompilation.Driver(isTracked: false);
        string[] sources = [TypedCompilation.Usings + Trial, TypedCompilation.Usings + Herds];
        string[] texts = [.. sources];
        for (int step = 0; step < 60; step++)
        {
            int file = random.Next(2);
            texts[file] = step % 12 == 0 ? sources[file] : Edited(texts[file], random);
            SyntaxTree old = compilation.SyntaxTrees[file];
            compilation = compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(texts[file], (CSharpParseOptions)old.Options, old.FilePath));
            driver = driver.RunGenerators(compilation);
            GeneratorRunResult result = driver.GetRunResult().Results.Single();
            Assert.True(result.Exception is null, $"{result.Exception}\n{string.Join("\n", texts)}");
        }
    }

    /// <summary>A piece inserted, a run of characters removed, or one copied to another place.</summary>
    private static string Edited(string text, Random random)
    {
        int at = random.Next(TypedCompilation.Usings.Length, text.Length);
        int length = Math.Min(random.Next(1, 25), text.Length - at);
        return random.Next(4) switch
        {
            0 or 1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            2 => text.Remove(at, length),
            _ => text.Insert(random.Next(TypedCompilation.Usings.Length, text.Length), text.Substring(at, random.Next(1, Math.Min(200, text.Length - at) + 1))),
        };
    }
}
