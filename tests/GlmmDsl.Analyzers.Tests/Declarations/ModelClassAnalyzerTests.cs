using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Declarations;

public class ModelClassAnalyzerTests
{
    private const string Row = """
        public record Night(double Reaction, double Days, string Subject);

        """;

    [Theory]
    [InlineData("public partial class [|Sleep|];")]
    [InlineData("public sealed class [|Sleep|];")]
    [InlineData("public class [|Sleep|];")]
    [InlineData("public abstract partial class [|Sleep|];")]
    [InlineData("public static partial class [|Sleep|];")]
    [InlineData("public sealed partial class [|Sleep|]<T>;")]
    [InlineData("public sealed partial class [|Sleep|](int seed) { public int Seed => seed; }")]
    [InlineData("public sealed partial class [|Sleep|] { private Sleep(int seed) { } }")]
    [InlineData("public sealed partial record [|Sleep|];")]
    [InlineData("file sealed partial class [|Sleep|];")]
    public Task A_class_the_generator_cannot_complete_is_an_error_at_its_name(string declaration) =>
        RuleTest.VerifyAsync("GLMM001", Row + "[LinearMixedModel<Night>(\"Reaction ~ Days + (Days | Subject)\")]\n" + declaration);

    [Fact]
    public Task A_container_must_be_partial_too() => RuleTest.VerifyAsync("GLMM001", Row + """
        public class Study
        {
            [LinearMixedModel<Night>("Reaction ~ Days + (Days | Subject)")]
            public sealed partial class [|Sleep|];
        }
        """);

    [Theory]
    [InlineData("public sealed partial class Sleep;")]
    [InlineData("sealed partial class Sleep { static Sleep() { } private static double Half(double x) => x / 2; }")]
    [InlineData("internal sealed partial class Sleep;")]
    public Task A_sealed_partial_class_is_fine(string declaration) =>
        RuleTest.SilentAsync(Row + "[LinearMixedModel<Night>(\"Reaction ~ Days + (Days | Subject)\")]\n" + declaration);

    [Theory]
    [InlineData("public class Sleep;", "public sealed partial class Sleep;")]
    [InlineData("class Sleep;", "sealed partial class Sleep;")]
    [InlineData("public static partial class Sleep { }", "public sealed partial class Sleep { }")]
    [InlineData("/// <summary>Sleep.</summary>\n    public abstract class Sleep;", "/// <summary>Sleep.</summary>\n    public sealed partial class Sleep;")]
    public Task The_fix_writes_the_modifiers(string declaration, string expected) =>
        FixTest.VerifyAsync("GLMM001", Nested(declaration, ""), Nested(expected, "partial "));

    [Fact]
    public async Task No_fix_takes_a_constructor_away() =>
        Assert.Empty(await FixTest.TitlesAsync("GLMM001", Nested("public class Sleep { public Sleep() { } }", "")));

    private static string Nested(string declaration, string partial) => Row + $$"""
        public static {{partial}}class Study
        {
            [LinearMixedModel<Night>("Reaction ~ Days + (Days | Subject)")]
            {{declaration}}
        }
        """;
}
