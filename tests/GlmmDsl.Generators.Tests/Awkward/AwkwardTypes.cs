namespace GlmmDsl.Generators.Tests.Awkward;

/// <summary>Types of members that are easily misread.</summary>
internal static class AwkwardTypes
{
    public static AwkwardCase[] All { get; } =
    [
        AwkwardCase.Types("nullable enum, rows omitted", "Arm?", "d.A ? Arm.Drug : Arm.Placebo", "string", "\"g\" + d.G", options: ", Missing = MissingValues.Omit"),
        AwkwardCase.Types("enum of explicit and negative values", "Step", "d.A ? Step.Up : Step.Down", "int", "d.G", "public enum Step : sbyte { Down = 7, Up = -3 }"),
        AwkwardCase.Types("enum with an alias", "Step", "d.A ? Step.Upward : Step.Down", "int", "d.G", "public enum Step { Down, Up = 4, Upward = Up }"),
        AwkwardCase.Types("enum of unsigned longs", "Step", "d.A ? Step.Up : Step.Down", "int", "d.G", "public enum Step : ulong { Down = ulong.MaxValue, Up = 0 }"),
        AwkwardCase.Types("enum of keywords", "Step", "d.A ? Step.@out : Step.@in", "int", "d.G", "public enum Step { @in, @out }"),
        AwkwardCase.Types("enum of names that collide as identifiers", "[Factor(\"a b\", \"a-b\")] string", "d.A ? \"a-b\" : \"a b\"", "int", "d.G"),
        AwkwardCase.Types("levels of quotes and nothing", "[Factor(\"\", \"\\\"q\\\"\\\\\")] string", "d.A ? \"\\\"q\\\"\\\\\" : \"\"", "int", "d.G"),
        AwkwardCase.Types("enum with an obsolete member", "Step", "d.A ? Enum.Parse<Step>(\"Up\") : Step.Down", "int", "d.G", "public enum Step { Down, [Obsolete] Up, [Obsolete(\"x\", true)] Sideways }"),
        AwkwardCase.Types("whole-number groups beyond 2^53", "bool", "d.A", "long", "9007199254740992L + d.G"),
        AwkwardCase.Types("unsigned groups at the end of their range", "bool", "d.A", "ulong", "ulong.MaxValue - (ulong)d.G"),
        AwkwardCase.Types("decimal labels", "bool", "d.A", "[Factor] decimal", "d.G / 10m"),
        AwkwardCase.Types("Guid groups", "bool", "d.A", "Guid", "new Guid(d.G, 0, 0, new byte[8])"),
        AwkwardCase.Types("char groups", "bool", "d.A", "char", "\"\\\"\\\\'\\n\u20ac\"[d.G]"),
        AwkwardCase.Types("moments as groups", "bool", "d.A", "DateTimeOffset", "new DateTimeOffset(2020, 1, 1 + d.G, 0, 0, 0, TimeSpan.FromHours(2))"),
        AwkwardCase.Types("nullable number group, rows omitted", "bool?", "d.A", "int?", "d.G", options: ", Missing = MissingValues.Omit"),
        AwkwardCase.Types("nullable text group, stated to fail", "bool", "d.A", "string?", "\"g\" + d.G", options: ", Missing = MissingValues.Fail"),
        AwkwardCase.Types("Nullable written out", "Nullable<bool>", "d.A", "Nullable<DateOnly>", "new DateOnly(2020, 1, 1 + d.G)", options: ", Missing = MissingValues.Omit"),
        AwkwardCase.Types("a type of the member's name", "A", "d.A ? A.Drug : A.Placebo", "G", "(G)d.G", "public enum A { Placebo, Drug } public enum G { a, b, c, d, e }"),
    ];
}
