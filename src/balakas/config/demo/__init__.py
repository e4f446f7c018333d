"""The demo office: Kecamatan Awayan with invented people, built through the rooms' own actions."""
