using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Text;

/// <summary>Diagnostics are placed at the exact characters of the formula, however the string is written.</summary>
public class FormulaTextTests
{
    [Theory]
    [InlineData("""  "Reaction ~ [|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  "Reaction ~\t[|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  "\x0052eaction ~ [|\u0044ys|] + (1 | Subject)"  """)]
    [InlineData("""  "Reaction ~ [|\u0044y\U00000073|] + (1 | Subject)"  """)]
    [InlineData("""  "Reaction ~ I(Subject == \"a\") + [|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  "Reaction ~ I(Subject == \"\U0001F600\") + [|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  @"Reaction ~ [|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  @"Reaction ~ I(Subject == ""a"") + [|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  "Reaction ~ " + "[|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  "Reaction" + (@" ~ " + "[|D" + "ys|] + (1 | Subject)")  """)]
    [InlineData("""  $"{nameof(Night.Reaction)} ~ [|Dys|] + (1 | {nameof(Night.Subject)})"  """)]
    [InlineData("""  $@"{nameof(Night.Reaction)} ~ I(Subject == ""a"") + [|Dys|] + (1 | Subject)"  """)]
    [InlineData("""  $"{nameof(Night.Reaction)} ~ {nameof(Night.[|Other|])} + (1 | Subject)"  """)]
    [InlineData("""  nameof(Night.Reaction) + " ~ " + nameof(Night.[|Other|]) + " + (1 | Subject)"  """)]
    [InlineData(""""  """Reaction ~ [|Dys|] + (1 | Subject)"""  """")]
    [InlineData(""""  """Reaction ~ I(Subject == "a") + [|Dys|] + (1 | Subject)"""  """")]
    [InlineData(""""  $"""{nameof(Night.Reaction)} ~ [|Dys|] + (1 | Subject)"""  """")]
    [InlineData(""""  $$"""{{nameof(Night.Reaction)}} ~ [|Dys|] + (1 | Subject)"""  """")]
    [InlineData("\"\"\"\n        Reaction\n            ~ [|Dys|]\n        + (1 | Subject)\n        \"\"\"")]
    [InlineData("\"\"\"\n        Reaction\n\n      \n        ~ [|Dys|]\n        + (1 | Subject)\n        \"\"\"")]
    [InlineData("\"\"\"\r\n        Reaction\r\n        ~ [|Dys|]\r\n        + (1 | Subject)\r\n        \"\"\"")]
    [InlineData("$\"\"\"\n        {nameof(Night.Reaction)}\n            ~ [|Dys|]\n        + {nameof(Night.Days)} + (1 | Subject)\n        \"\"\"")]
    [InlineData("@\"Reaction\n  ~ [|Dys|]\n  + (1 | Subject)\"")]
    public Task An_unknown_column_is_marked_in_any_notation(string literal) => RuleTest.VerifyAsync("GLMM102", Model(literal));

    [Fact]
    public Task A_constant_of_the_same_file_is_marked_where_it_is_written() => RuleTest.VerifyAsync("GLMM102", $$"""
        public static class Texts
        {
            public const string Response = "Reaction ~ ";
            public const string Right = "[|Dys|] + (1 | Subject)";
        }
        {{Model("Texts.Response + Texts.Right")}}
        """);

    [Fact]
    public Task Across_two_constants_the_whole_argument_is_marked() => RuleTest.VerifyAsync("GLMM102", $$"""
        public static class Texts
        {
            public const string First = "Reaction ~ Dy";
            public const string Second = "ss + (1 | Subject)";
        }
        {{Model("[|Texts.First + Texts.Second|]")}}
        """);

    [Fact]
    public Task A_constant_of_another_assembly_falls_back_to_the_argument() =>
        RuleTest.VerifyAsync("GLMM101", Model("[|System.Runtime.CompilerServices.RuntimeFeature.ByRefFields|]"));

    [Theory]
    [InlineData("\"Reaction ~ Days + [||]\"")]
    [InlineData("\"Reaction ~ Days + [|)|]\"")]
    public Task A_missing_piece_is_marked_where_it_lacks(string literal) => RuleTest.VerifyAsync("GLMM101", Model(literal));

    private static string Model(string literal) => $$"""
        public record Night(double Reaction, double Days, string Subject) { public const int Other = 0; }

        [LinearMixedModel<Night>({{literal.Trim()}})]
        public sealed partial class Sleep;
        """;
}
